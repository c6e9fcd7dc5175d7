-- Deletes a message and keeps its row as a tombstone, so that the sequence has no gap.
--
-- p_conversation_id, p_id  the message
-- p_caller_id              the user who deletes: the author, or the owner or an admin of a group
-- p_session_id             the session in which the user deletes
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome  changed, unchanged (the message was deleted before), no such message, not the author, or session ended
--   message  the message as it is now
--
-- Repeating a call is safe: the second one finds the message unchanged and takes no revision.
--
-- Locks: the conversation, so that a deletion and an edit never run simultaneously.
-- One statement, so that a revision exists exactly if its change does.
-- Cost: four index lookups, and for a change two row writes and the reactions, mentions and attachments of the
-- message, its earlier versions, its poll with the votes, and the users who have saved it.
CREATE OR REPLACE FUNCTION delete_message_v4(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid
) RETURNS TABLE (
  outcome text,
  message messages
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_revision bigint = next_revision_v1(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_message messages%ROWTYPE;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_message;
    RETURN;
  ELSIF v_revision IS NULL THEN
    RETURN;
  END IF;

  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;

  IF NOT FOUND THEN
    v_outcome = 'no such message';
  ELSIF v_message.system IS NOT NULL THEN
    v_outcome = 'not the author';
  ELSIF v_message.sender_id <> p_caller_id AND NOT EXISTS (
    SELECT
    FROM participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id
      AND p.role IN ('owner', 'admin') AND c.is_group_chat
  ) THEN
    v_outcome = 'not the author';
  ELSIF v_message.deleted_at IS NOT NULL THEN
    v_outcome = 'unchanged';
  END IF;

  IF v_outcome = 'changed' THEN
    UPDATE messages m
      SET
        content = '', reactions = '[]', attachments = '[]', forwarded = NULL, previews = NULL, pinned_at = NULL,
        pinned_by = NULL, poll = NULL, mentions = NULL, mentioned_users = NULL, deleted_at = clock_timestamp(), revision = v_revision
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.* INTO v_message;
    UPDATE conversations c
      SET last_revision = v_revision
      WHERE c.id = p_conversation_id;
    DELETE FROM reactions r
      WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id;
    DELETE FROM mentions m
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq;
    DELETE FROM message_versions v
      WHERE v.conversation_id = p_conversation_id AND v.message_id = p_id;
    DELETE FROM polls o
      WHERE o.conversation_id = p_conversation_id AND o.message_id = p_id;
    DELETE FROM saved_messages s
      WHERE s.conversation_id = p_conversation_id AND s.message_id = p_id;
    -- The cleanup function removes the files of attachments that belong to no message.
    UPDATE attachments a
      SET message_id = NULL
      WHERE a.conversation_id = p_conversation_id AND a.message_id = p_id;
  END IF;

  RETURN QUERY SELECT v_outcome, v_message;
END
$function$
