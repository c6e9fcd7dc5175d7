-- Removes the preview of a link from a message. It stays removed as long as the text has the link.
--
-- p_conversation_id, p_id  the message
-- p_caller_id              the user who removes it
-- p_session_id             the session of the user
-- p_url                    the address of the link
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome  changed, unchanged (the message has no such preview), no such message, not the author, deleted, or session
--            ended
--   message  the message as it is now
--
-- Repeating a call is safe: the second one finds the message unchanged and takes no revision. Each preview can be removed
-- once, so the calls need no rate limit.
--
-- Locks: the conversation.
-- Cost: four index lookups, and for a change two row writes.
CREATE OR REPLACE FUNCTION remove_preview_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_url text
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
  v_previews jsonb;
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
  SELECT jsonb_agg(
      CASE WHEN each.preview ->> 'url' = p_url THEN jsonb_build_object('url', p_url, 'isRemoved', true) ELSE each.preview END
      ORDER BY each.place
    )
    INTO v_previews
    FROM jsonb_array_elements(v_message.previews) WITH ORDINALITY each(preview, place);

  IF v_message.id IS NULL THEN
    v_outcome = 'no such message';
  ELSIF v_message.sender_id <> p_caller_id OR v_message.system IS NOT NULL THEN
    v_outcome = 'not the author';
  ELSIF v_message.deleted_at IS NOT NULL THEN
    v_outcome = 'deleted';
  ELSIF v_previews IS NOT DISTINCT FROM v_message.previews THEN
    v_outcome = 'unchanged';
  ELSE
    UPDATE messages m
      SET previews = v_previews, revision = v_revision
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.* INTO v_message;
    UPDATE conversations c
      SET last_revision = v_revision
      WHERE c.id = p_conversation_id;
  END IF;

  RETURN QUERY SELECT v_outcome, v_message;
END
$function$
