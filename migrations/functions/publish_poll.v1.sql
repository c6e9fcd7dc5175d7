-- Copies the latest state of a poll to its message, which takes a revision for all votes since the last time.
--
-- p_conversation_id, p_id  the message with the poll
--
-- Returns the message, or no row if it has no poll. Repeating a call is safe: the second one finds the message unchanged
-- and takes no revision.
--
-- Locks: the conversation first, then the poll.
-- Cost: three index lookups, and for a change three row writes.
CREATE OR REPLACE FUNCTION publish_poll_v1(
  p_conversation_id uuid,
  p_id uuid
) RETURNS SETOF messages
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_revision bigint;
  v_poll jsonb;
  v_message messages%ROWTYPE;
BEGIN
  SELECT c.last_revision + 1
    INTO v_revision
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  UPDATE polls o
    SET announcing_at = NULL
    WHERE o.conversation_id = p_conversation_id AND o.message_id = p_id
    RETURNING o.poll INTO v_poll;
  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF v_poll IS NULL THEN
    RETURN;
  END IF;

  IF v_message.poll <> v_poll THEN
    UPDATE messages m
      SET poll = v_poll, revision = v_revision
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.* INTO v_message;
    UPDATE conversations c
      SET last_revision = v_revision
      WHERE c.id = p_conversation_id;
  END IF;

  RETURN NEXT v_message;
END
$function$
