-- Stores the previews of the links in a message. Previews that the author has removed stay removed.
--
-- p_conversation_id, p_id  the message
-- p_content                the text that has these links
-- p_previews               a JSON array of previews, in the order of display
--
-- Returns the changed message. Returns no row if nothing changes, if the message has another text by now, or if it no
-- longer exists.
--
-- Repeating a call is safe: the second one finds the previews unchanged.
--
-- Locks: the conversation, so that a preview never outlives an edit of the text.
-- Cost: two index lookups, and for a change two row writes.
CREATE OR REPLACE FUNCTION set_previews_v1(
  p_conversation_id uuid,
  p_id uuid,
  p_content text,
  p_previews text
) RETURNS SETOF messages
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_revision bigint;
  v_message messages%ROWTYPE;
  v_previews jsonb;
BEGIN
  SELECT c.last_revision + 1
    INTO v_revision
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF NOT FOUND OR v_message.deleted_at IS NOT NULL OR v_message.content <> p_content THEN
    RETURN;
  END IF;

  SELECT jsonb_agg(coalesce(removed.preview, found.preview) ORDER BY found.place)
    INTO v_previews
    FROM jsonb_array_elements(p_previews::jsonb) WITH ORDINALITY found(preview, place)
    LEFT JOIN jsonb_array_elements(v_message.previews) removed(preview)
      ON removed.preview ->> 'url' = found.preview ->> 'url' AND removed.preview ? 'isRemoved';
  IF v_previews IS NOT DISTINCT FROM v_message.previews THEN
    RETURN;
  END IF;

  UPDATE conversations c
    SET last_revision = v_revision
    WHERE c.id = p_conversation_id;
  RETURN QUERY
    UPDATE messages m
      SET previews = v_previews, revision = v_revision
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.*;
END
$function$
