-- Finds the revision that the next change of a message in this conversation gets. The caller stores it.
--
-- p_conversation_id  the conversation
-- p_caller_id        the user who changes a message
--
-- Returns NULL if the caller is not a participant, or if there is no such conversation.
--
-- Locks: the conversation, until the end of the transaction. Sends and changes of one conversation therefore run one
-- after the other, and revisions have no gaps.
-- Cost: two index lookups.
CREATE OR REPLACE FUNCTION next_revision_v1(
  p_conversation_id uuid,
  p_caller_id uuid
) RETURNS bigint
LANGUAGE plpgsql AS $function$
DECLARE
  v_revision bigint;
BEGIN
  SELECT c.last_revision + 1
    INTO v_revision
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;

  PERFORM 1
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id;
  RETURN CASE WHEN FOUND THEN v_revision END;
END
$function$
