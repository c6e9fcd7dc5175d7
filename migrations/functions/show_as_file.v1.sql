-- Shows a picture of a message as a file from now on, because browsers cannot show it safely.
--
-- p_conversation_id, p_id  the attachment
--
-- Returns the changed message. Returns no row if the attachment is no picture any more, or if no message has it.
--
-- Repeating a call is safe: the second one changes nothing.
--
-- Locks: the conversation, so that the change has a revision.
-- Cost: two index lookups and three row writes.
CREATE OR REPLACE FUNCTION show_as_file_v1(
  p_conversation_id uuid,
  p_id uuid
) RETURNS SETOF messages
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_type text = 'application/octet-stream';
  v_revision bigint;
  v_message_id uuid;
BEGIN
  SELECT c.last_revision + 1
    INTO v_revision
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  UPDATE attachments a
    SET content_type = v_type, width = NULL, height = NULL, is_checked = true
    WHERE a.id = p_id AND a.conversation_id = p_conversation_id AND a.content_type <> v_type
      AND a.message_id IS NOT NULL
    RETURNING a.message_id INTO v_message_id;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  UPDATE conversations c
    SET last_revision = v_revision
    WHERE c.id = p_conversation_id;
  RETURN QUERY
    UPDATE messages m
      SET
        revision = v_revision,
        attachments = (
          SELECT jsonb_agg(
            CASE
              WHEN each.file ->> 'id' = p_id::text
              THEN each.file - 'width' - 'height' || jsonb_build_object('contentType', v_type)
              ELSE each.file
            END
            ORDER BY each.place
          )
          FROM jsonb_array_elements(m.attachments) WITH ORDINALITY each(file, place)
        )
      WHERE m.conversation_id = p_conversation_id AND m.id = v_message_id
      RETURNING m.*;
END
$function$
