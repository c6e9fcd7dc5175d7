-- Saves a message for a user. Only this user sees it.
--
-- p_conversation_id, p_id  the message
-- p_user_id                the user
-- p_max_saved              how many messages a user can save
-- p_burst, p_per_second    the rate limit of the user, see take_allowance
--
-- Returns no row if the user is not a participant. Otherwise returns one row:
--   outcome      saved, unchanged (the user had saved it before), no such message (also for one that reports a change),
--                deleted, too many, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   saved_at     when the user saved the message
--   message      the message
--
-- Repeating a call is safe: the second one finds the message saved.
--
-- Locks: the participant, so that no removal comes between the check and the write, then the allowance of the user, so that
-- two calls together never exceed p_max_saved.
-- Cost: five index lookups, of which one counts up to p_max_saved entries, and two row writes.
CREATE OR REPLACE FUNCTION save_message_v1(
  p_conversation_id uuid,
  p_user_id uuid,
  p_id uuid,
  p_max_saved bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  saved_at timestamptz,
  message messages
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_outcome text = 'saved';
  v_retry_after double precision = 0;
  v_saved_at timestamptz;
  v_message messages%ROWTYPE;
BEGIN
  PERFORM 1
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
    FOR KEY SHARE;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF v_message.id IS NULL OR v_message.system IS NOT NULL THEN
    v_outcome = 'no such message';
  ELSIF v_message.deleted_at IS NOT NULL THEN
    v_outcome = 'deleted';
  ELSE
    v_retry_after = take_allowance_v1(p_user_id, 'messages', p_burst, p_per_second);
    SELECT s.saved_at
      INTO v_saved_at
      FROM saved_messages s
      WHERE s.user_id = p_user_id AND s.conversation_id = p_conversation_id AND s.message_id = p_id;
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    ELSIF FOUND THEN
      v_outcome = 'unchanged';
    ELSIF (SELECT count(*) FROM saved_messages s WHERE s.user_id = p_user_id) >= p_max_saved THEN
      v_outcome = 'too many';
    ELSE
      INSERT INTO saved_messages AS s (user_id, conversation_id, message_id)
        VALUES (p_user_id, p_conversation_id, p_id)
        RETURNING s.saved_at INTO v_saved_at;
    END IF;
  END IF;

  RETURN QUERY SELECT v_outcome, v_retry_after, v_saved_at, v_message;
END
$function$
