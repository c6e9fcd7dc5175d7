-- Closes a poll, which then accepts no votes.
--
-- p_conversation_id, p_id  the message with the poll
-- p_caller_id              the user who closes it: the author, or the owner or an admin of a group
-- p_session_id             the session of the user
-- p_closed_at              the time, as the poll shows it
-- p_burst, p_per_second    the rate limit of the user, see take_allowance
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome      changed, unchanged, no such poll, not the author, session ended, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   choices      the choices of the user
--   message      the message as it is now
--
-- Repeating a call is safe: the second one finds the poll unchanged. It takes an allowance, because it is announced again.
--
-- Locks: the conversation first, then the poll, then the allowance of the user.
-- Cost: six index lookups. For a change, publish_poll stores the state in the message: three more, and five row writes.
CREATE OR REPLACE FUNCTION close_poll_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_closed_at text,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  choices jsonb,
  message messages
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_revision bigint = next_revision_v1(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
  v_choices jsonb;
  v_poll jsonb;
  v_message messages%ROWTYPE;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after, NULL::jsonb, v_message;
    RETURN;
  ELSIF v_revision IS NULL THEN
    RETURN;
  END IF;

  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  SELECT o.poll
    INTO v_poll
    FROM polls o
    WHERE o.conversation_id = p_conversation_id AND o.message_id = p_id
    FOR NO KEY UPDATE;

  IF v_poll IS NULL THEN
    v_outcome = 'no such poll';
  ELSIF v_message.sender_id <> p_caller_id AND NOT EXISTS (
    SELECT
    FROM participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id
      AND p.role IN ('owner', 'admin') AND c.is_group_chat
  ) THEN
    v_outcome = 'not the author';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'votes', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    ELSIF v_poll ? 'closedAt' THEN
      v_outcome = 'unchanged';
    END IF;
  END IF;

  IF v_outcome = 'changed' THEN
    UPDATE polls o
      SET poll = o.poll || jsonb_build_object('closedAt', p_closed_at, 'version', (o.poll -> 'version')::bigint + 1)
      WHERE o.conversation_id = p_conversation_id AND o.message_id = p_id;
    SELECT m.* INTO v_message FROM publish_poll_v1(p_conversation_id, p_id) m;
  END IF;

  SELECT coalesce(jsonb_agg(v.option ORDER BY v.option), '[]')
    INTO v_choices
    FROM poll_votes v
    WHERE v.conversation_id = p_conversation_id AND v.message_id = p_id AND v.user_id = p_caller_id;
  RETURN QUERY SELECT v_outcome, v_retry_after, v_choices, v_message;
END
$function$
