-- Sets a user's reminder of a text, or changes its text and its time.
--
-- p_user_id, p_session_id        the user, and the session that sets it
-- p_id                           the reminder, by an id that the client has chosen
-- p_content, p_remind_at         its text, and when to remind the user
-- p_max                          how many text reminders a user can have
-- p_burst, p_per_second          the allowance of the user, see take_allowance
--
-- Returns one row:
--   outcome      set, session ended, too many, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--
-- Repeating a call is safe. A reminder whose time has come waits again.
--
-- Locks: the allowance of the user, so that simultaneous calls cannot exceed p_max together.
-- Cost: three index lookups, of which one reads up to p_max entries, and two row writes.
CREATE OR REPLACE FUNCTION set_text_reminder_v1(
  p_user_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_content text,
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
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after;
    RETURN;
  END IF;
  v_retry_after = take_allowance_v1(p_user_id, 'later', p_burst, p_per_second);
  IF v_retry_after > 0 THEN
    RETURN QUERY SELECT 'too fast', v_retry_after;
    RETURN;
  ELSIF (SELECT count(*) FROM text_reminders r WHERE r.user_id = p_user_id AND r.id <> p_id) >= p_max THEN
    RETURN QUERY SELECT 'too many', v_retry_after;
    RETURN;
  END IF;
  INSERT INTO text_reminders AS r (user_id, id, content, remind_at)
    VALUES (p_user_id, p_id, p_content, p_remind_at)
    ON CONFLICT (user_id, id)
      DO UPDATE SET content = excluded.content, remind_at = excluded.remind_at, notified_at = NULL;
  RETURN QUERY SELECT 'set', v_retry_after;
END
$function$
