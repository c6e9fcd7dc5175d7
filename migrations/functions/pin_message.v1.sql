-- Pins a message to its conversation for all participants, or unpins it.
--
-- p_conversation_id, p_id  the message
-- p_caller_id              the user who pins or unpins it
-- p_session_id             the session of the user
-- p_is_pinned              true to pin the message, false to unpin it
-- p_max_pins               how many messages a conversation can pin
-- p_burst, p_per_second    the rate limit of the user, see take_allowance
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome      changed, unchanged, no such message (also for one that reports a change), deleted, archived, admins pin
--                (only the owner and admins may), too many, session ended, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   kind         the kind of the conversation
--   message      the message as it is now
--
-- Repeating a call is safe: the second one finds the message unchanged and takes neither a revision nor an allowance.
--
-- Locks: the conversation first, so that two calls together never exceed p_max_pins, then the allowance of the user.
-- Cost: seven index lookups, of which one reads up to p_max_pins entries, and for a change three row writes.
CREATE OR REPLACE FUNCTION pin_message_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_is_pinned boolean,
  p_max_pins bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  kind text,
  message messages
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_revision bigint = next_revision_v1(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
  v_conversation conversations%ROWTYPE;
  v_message messages%ROWTYPE;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after, NULL::text, v_message;
    RETURN;
  ELSIF v_revision IS NULL THEN
    RETURN;
  END IF;

  SELECT c.* INTO v_conversation FROM conversations c WHERE c.id = p_conversation_id;
  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;

  IF v_message.id IS NULL OR v_message.system IS NOT NULL THEN
    v_outcome = 'no such message';
  ELSIF v_message.deleted_at IS NOT NULL THEN
    v_outcome = 'deleted';
  ELSIF (v_message.pinned_at IS NOT NULL) = p_is_pinned THEN
    v_outcome = 'unchanged';
  ELSIF v_conversation.archived_at IS NOT NULL THEN
    v_outcome = 'archived';
  ELSIF (v_conversation.posting_rule = 'admins' OR v_conversation.kind = 'channel' AND v_conversation.admins_only)
    AND NOT EXISTS (
      SELECT
      FROM participants p
      WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id AND p.role IN ('owner', 'admin')
    ) THEN
    v_outcome = 'admins pin';
  ELSIF p_is_pinned AND (
    SELECT count(*)
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.pinned_at IS NOT NULL
  ) >= p_max_pins THEN
    v_outcome = 'too many';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'messages', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    END IF;
  END IF;

  IF v_outcome = 'changed' THEN
    UPDATE messages m
      SET
        revision = v_revision,
        pinned_at = CASE WHEN p_is_pinned THEN clock_timestamp() END,
        pinned_by = CASE WHEN p_is_pinned THEN p_caller_id END
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.* INTO v_message;
    UPDATE conversations c
      SET last_revision = v_revision
      WHERE c.id = p_conversation_id;
  END IF;

  RETURN QUERY SELECT v_outcome, v_retry_after, v_conversation.kind, v_message;
END
$function$
