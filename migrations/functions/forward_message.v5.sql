-- Copies a message that the sender may read to another conversation, and records its author. The database copies the
-- text and the files. A sender can therefore not attribute a text to another author.
--
-- p_conversation_id, p_sender_id, p_session_id, p_id, p_burst, p_per_second, p_tokens   see send_message
-- p_from_conversation_id, p_from_id   the message to forward
-- p_content          the text that the message had when the caller read it
-- p_attachment_ids   a JSON array of new ids, one for each file of the message. The caller has recorded the versions of
--                    the files.
--
-- Returns no row if the sender is not a participant of the conversation. Otherwise returns one row:
--   outcome        as send_message returns it; no such original (also if the sender may not read it); deleted; or
--                  outdated (the text or the files have changed since the caller read them)
--   retry_after    the seconds to wait after the outcome too fast, otherwise 0
--   message        the copy, after the outcomes created and repeated
--   is_for_absent, is_for_mail  as send_message returns them
--
-- Repeating a call is safe: the second one finds the first copy, even if the original has been deleted since.
--
-- Locks: the files of the original, so that their deletion waits until the copies exist, then those of send_message. It
-- never locks the conversation of the original, so two users who forward in opposite directions do not block each other.
-- Cost: that of send_message, four index lookups, a row write, and two row writes for each file.
CREATE OR REPLACE FUNCTION forward_message_v5(
  p_conversation_id uuid,
  p_sender_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_from_conversation_id uuid,
  p_from_id uuid,
  p_content text,
  p_attachment_ids text,
  p_burst double precision,
  p_per_second double precision,
  p_tokens text
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  message messages,
  is_for_absent boolean,
  is_for_mail boolean
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_source messages%ROWTYPE;
  v_copy messages%ROWTYPE;
  v_sent jsonb;
  v_is_repeated boolean = EXISTS (
    SELECT FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id
  );
BEGIN
  -- send_message checks this under a lock.
  PERFORM 1
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF NOT v_is_repeated THEN
    SELECT m.*
      INTO v_source
      FROM participants p
      JOIN messages m ON m.conversation_id = p.conversation_id
      WHERE p.conversation_id = p_from_conversation_id AND p.user_id = p_sender_id
        AND m.conversation_id = p_from_conversation_id AND m.id = p_from_id;
    IF v_source.id IS NULL OR v_source.system IS NOT NULL THEN
      RETURN QUERY SELECT 'no such original', 0::double precision, v_copy, false, false;
      RETURN;
    ELSIF v_source.deleted_at IS NOT NULL THEN
      RETURN QUERY SELECT 'deleted', 0::double precision, v_copy, false, false;
      RETURN;
    ELSIF v_source.content <> p_content
      OR jsonb_array_length(v_source.attachments) <> json_array_length(p_attachment_ids::json) THEN
      RETURN QUERY SELECT 'outdated', 0::double precision, v_copy, false, false;
      RETURN;
    END IF;
    INSERT INTO attachments (
        id, conversation_id, uploader_id, file_name, content_type, size_bytes, width, height, object_key, version_id,
        is_sealed, name_tokens
      )
      SELECT
        copied.id::uuid, p_conversation_id, p_sender_id, a.file_name, a.content_type, a.size_bytes, a.width, a.height,
        a.object_key, a.version_id, a.is_sealed, a.name_tokens
      FROM jsonb_array_elements(v_source.attachments) WITH ORDINALITY original(file, place)
      JOIN json_array_elements_text(p_attachment_ids::json) WITH ORDINALITY copied(id, place)
        ON copied.place = original.place
      -- The limit keeps the planner, which expects a hundred files, from reading the whole table.
      CROSS JOIN LATERAL (
        SELECT each.*
        FROM attachments each
        WHERE each.id = (original.file ->> 'id')::uuid AND each.message_id = p_from_id AND each.version_id IS NOT NULL
        LIMIT 1
        FOR SHARE
      ) a;
  END IF;

  v_sent = send_message_v12(
    p_conversation_id, p_sender_id, p_session_id, p_id, p_content, NULL, NULL, false, 0, 0, 0,
    p_burst, p_per_second, '[]', CASE WHEN v_is_repeated THEN '[]' ELSE p_attachment_ids END, p_tokens,
    NULL
  );
  IF v_sent ->> 'outcome' = 'created' THEN
    UPDATE messages m
      SET forwarded = coalesce(v_source.forwarded, jsonb_build_object(
        'senderId', v_source.sender_id,
        'conversationId', v_source.conversation_id,
        'messageId', v_source.id,
        'createdAt', to_char(v_source.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      ))
      WHERE m.conversation_id = p_conversation_id AND m.seq = (v_sent ->> 'seq')::bigint
      RETURNING m.* INTO v_copy;
  ELSE
    DELETE FROM attachments a
      WHERE a.message_id IS NULL AND a.id IN (
        SELECT copied.id::uuid
        FROM json_array_elements_text(p_attachment_ids::json) copied(id)
        LIMIT json_array_length(p_attachment_ids::json)
      );
    IF v_sent ->> 'outcome' = 'repeated' THEN
      SELECT m.* INTO v_copy FROM messages m WHERE m.conversation_id = p_conversation_id AND m.seq = (v_sent ->> 'seq')::bigint;
    END IF;
  END IF;
  IF v_sent IS NOT NULL THEN
    RETURN QUERY SELECT
      v_sent ->> 'outcome', (v_sent ->> 'retryAfter')::double precision, v_copy,
      (v_sent ->> 'isForAbsent')::boolean, (v_sent ->> 'isForMail')::boolean;
  END IF;
END
$function$
