-- Sets a user's reminder of a message, or changes its time.
--
-- p_user_id, p_session_id        the user, and the session that sets it
-- p_conversation_id, p_id        the message
-- p_remind_at                    when to remind the user
-- p_max                          how many reminders a user can have
-- p_burst, p_per_second          the allowance of the user, see take_allowance
--
-- Returns no row if there is no such message, or the user is not a participant. Otherwise returns one row:
--   outcome      set, session ended, deleted (the message is), too many, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--
-- Repeating a call is safe. A reminder whose time has come waits again.
--
-- Locks: the participant, so that no removal comes between the check and the write, then the allowance of the user, so that
-- simultaneous calls cannot exceed p_max together.
-- Cost: five index lookups, of which one reads up to p_max entries, and two row writes.
CREATE OR REPLACE FUNCTION set_reminder_v1(
  p_user_id uuid,
  p_session_id uuid,
  p_conversation_id uuid,
  p_id uuid,
  p_remind_at timestamptz,
  p_max bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_retry_after double precision = 0;
  v_deleted_at timestamptz;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after;
    RETURN;
  END IF;
  SELECT m.deleted_at
    INTO v_deleted_at
    FROM participants p
    JOIN messages m ON m.conversation_id = p_conversation_id AND m.id = p_id
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
    FOR KEY SHARE OF p;
  IF NOT FOUND THEN
    RETURN;
  ELSIF v_deleted_at IS NOT NULL THEN
    RETURN QUERY SELECT 'deleted', v_retry_after;
    RETURN;
  END IF;

  v_retry_after = take_allowance_v1(p_user_id, 'later', p_burst, p_per_second);
  IF v_retry_after > 0 THEN
    RETURN QUERY SELECT 'too fast', v_retry_after;
    RETURN;
  ELSIF (
    SELECT count(*)
    FROM reminders r
    WHERE r.user_id = p_user_id AND (r.conversation_id, r.message_id) <> (p_conversation_id, p_id)
  ) >= p_max THEN
    RETURN QUERY SELECT 'too many', v_retry_after;
    RETURN;
  END IF;
  INSERT INTO reminders AS r (user_id, conversation_id, message_id, remind_at)
    VALUES (p_user_id, p_conversation_id, p_id, p_remind_at)
    ON CONFLICT (user_id, conversation_id, message_id)
      DO UPDATE SET remind_at = excluded.remind_at, notified_at = NULL;
  RETURN QUERY SELECT 'set', v_retry_after;
END
$function$
