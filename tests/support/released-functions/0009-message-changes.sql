-- The functions that migration 0009-message-changes created before functions had versions, unchanged.

CREATE FUNCTION set_mentions(p_conversation_id uuid, p_seq bigint, p_sender_id uuid, p_usernames text)
RETURNS void LANGUAGE plpgsql AS $function$
BEGIN
  DELETE FROM mentions m WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq;
  INSERT INTO mentions (user_id, conversation_id, seq)
    SELECT u.id, p_conversation_id, p_seq
    FROM json_array_elements_text(p_usernames::json) listed(username)
    JOIN users u ON u.username = listed.username
    JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = u.id
    WHERE u.id <> p_sender_id
    ON CONFLICT DO NOTHING;
END $function$;

CREATE FUNCTION send_message(
  p_conversation_id uuid, p_sender_id uuid, p_id uuid, p_content text, p_reply_to uuid, p_max_connections bigint,
  p_burst double precision, p_per_second double precision, p_mentions text, p_attachments text
) RETURNS TABLE (
  outcome text, retry_after double precision, seq bigint, content text, reply_to uuid, created_at timestamptz,
  edited_at timestamptz, deleted_at timestamptz, revision bigint, reactions jsonb, attachments jsonb, connection_id text,
  is_for_absent boolean
) LANGUAGE plpgsql AS $function$
DECLARE
  v_seq bigint;
  v_outcome text = 'created';
  v_retry_after double precision = 0;
  v_attachments jsonb = '[]';
  v_message messages%ROWTYPE;
BEGIN
  SELECT c.last_seq + 1 INTO v_seq FROM conversations c WHERE c.id = p_conversation_id FOR NO KEY UPDATE;
  PERFORM 1 FROM participants p WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id;
  IF NOT FOUND THEN RETURN; END IF;

  SELECT m.* INTO v_message FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF FOUND THEN
    v_outcome = CASE WHEN v_message.sender_id = p_sender_id THEN 'repeated' ELSE 'id taken' END;
  ELSIF p_reply_to IS NOT NULL AND NOT EXISTS (
    SELECT FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_reply_to
  ) THEN
    v_outcome = 'reply to nothing';
  ELSE
    IF p_attachments <> '[]' THEN
      SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
          'id', a.id, 'fileName', a.file_name, 'contentType', a.content_type, 'sizeBytes', a.size_bytes,
          'width', a.width, 'height', a.height
        )) ORDER BY listed.position), '[]') INTO v_attachments
      FROM json_array_elements_text(p_attachments::json) WITH ORDINALITY listed(id, position)
      JOIN attachments a ON a.id = listed.id::uuid
      WHERE a.conversation_id = p_conversation_id AND a.uploader_id = p_sender_id AND a.message_id IS NULL;
    END IF;
    IF jsonb_array_length(v_attachments) <> json_array_length(p_attachments::json) THEN
      v_outcome = 'no such attachment';
    ELSE
      v_retry_after = take_send_allowance(p_sender_id, p_burst, p_per_second);
      IF v_retry_after > 0 THEN v_outcome = 'too fast'; END IF;
    END IF;
  END IF;

  IF v_outcome = 'created' THEN
    INSERT INTO messages AS m (conversation_id, seq, id, sender_id, content, reply_to, created_at, attachments)
    VALUES (p_conversation_id, v_seq, p_id, p_sender_id, p_content, p_reply_to, clock_timestamp(), v_attachments)
    RETURNING m.* INTO v_message;
    UPDATE conversations c SET last_seq = v_seq, last_activity_at = v_message.created_at
    WHERE c.id = p_conversation_id;
    UPDATE participants p SET last_read_seq = v_seq, unread_from = NULL
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id;
    IF p_mentions <> '[]' THEN
      PERFORM set_mentions(p_conversation_id, v_seq, p_sender_id, p_mentions);
    END IF;
    IF p_attachments <> '[]' THEN
      UPDATE attachments a SET message_id = p_id
      FROM json_array_elements_text(p_attachments::json) listed(id) WHERE a.id = listed.id::uuid;
    END IF;
  ELSIF v_outcome <> 'repeated' THEN
    RETURN QUERY SELECT v_outcome, v_retry_after, NULL::bigint, NULL::text, NULL::uuid, NULL::timestamptz,
      NULL::timestamptz, NULL::timestamptz, NULL::bigint, NULL::jsonb, NULL::jsonb, NULL::text, NULL::boolean;
    RETURN;
  END IF;

  RETURN QUERY SELECT v_outcome, v_retry_after, v_message.seq, v_message.content, v_message.reply_to,
    v_message.created_at, v_message.edited_at, v_message.deleted_at, v_message.revision, v_message.reactions,
    v_message.attachments, NULL::text, v_outcome = 'created' AND EXISTS (
      SELECT FROM push_subscriptions s
      JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = s.user_id
      WHERE p.user_id <> p_sender_id AND p.notify <> 'nothing'
        AND NOT EXISTS (SELECT FROM connections c WHERE c.user_id = s.user_id AND c.expires_at > now())
    );
  RETURN QUERY SELECT NULL::text, NULL::double precision, NULL::bigint, NULL::text, NULL::uuid, NULL::timestamptz,
    NULL::timestamptz, NULL::timestamptz, NULL::bigint, NULL::jsonb, NULL::jsonb, c.connection_id, NULL::boolean
    FROM participants p JOIN connections c ON c.user_id = p.user_id
    WHERE p.conversation_id = p_conversation_id AND c.expires_at > now()
    LIMIT p_max_connections;
END $function$;

CREATE FUNCTION next_revision(p_conversation_id uuid, p_caller_id uuid) RETURNS bigint LANGUAGE plpgsql AS $function$
DECLARE
  v_revision bigint;
BEGIN
  SELECT c.last_revision + 1 INTO v_revision FROM conversations c WHERE c.id = p_conversation_id FOR NO KEY UPDATE;
  PERFORM 1 FROM participants p WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id;
  RETURN CASE WHEN FOUND THEN v_revision END;
END $function$;

CREATE FUNCTION edit_message(
  p_conversation_id uuid, p_caller_id uuid, p_id uuid, p_content text, p_mentions text,
  p_burst double precision, p_per_second double precision
) RETURNS TABLE (outcome text, retry_after double precision, message messages) LANGUAGE plpgsql AS $function$
DECLARE
  v_revision bigint = next_revision(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
  v_message messages%ROWTYPE;
BEGIN
  IF v_revision IS NULL THEN RETURN; END IF;
  SELECT m.* INTO v_message FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF NOT FOUND THEN v_outcome = 'no such message';
  ELSIF v_message.sender_id <> p_caller_id THEN v_outcome = 'not the author';
  ELSIF v_message.deleted_at IS NOT NULL THEN v_outcome = 'deleted';
  ELSIF p_content = '' AND v_message.attachments = '[]' THEN v_outcome = 'empty';
  ELSIF v_message.content = p_content THEN v_outcome = 'unchanged';
  ELSE
    v_retry_after = take_send_allowance(p_caller_id, p_burst, p_per_second);
    IF v_retry_after > 0 THEN v_outcome = 'too fast'; END IF;
  END IF;
  IF v_outcome = 'changed' THEN
    UPDATE messages m SET content = p_content, edited_at = clock_timestamp(), revision = v_revision
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq RETURNING m.* INTO v_message;
    UPDATE conversations c SET last_revision = v_revision WHERE c.id = p_conversation_id;
    PERFORM set_mentions(p_conversation_id, v_message.seq, p_caller_id, p_mentions);
  END IF;
  RETURN QUERY SELECT v_outcome, v_retry_after, v_message;
END $function$;

CREATE FUNCTION delete_message(p_conversation_id uuid, p_caller_id uuid, p_id uuid)
RETURNS TABLE (outcome text, message messages) LANGUAGE plpgsql AS $function$
DECLARE
  v_revision bigint = next_revision(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_message messages%ROWTYPE;
BEGIN
  IF v_revision IS NULL THEN RETURN; END IF;
  SELECT m.* INTO v_message FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF NOT FOUND THEN v_outcome = 'no such message';
  ELSIF v_message.sender_id <> p_caller_id AND NOT EXISTS (
    SELECT FROM participants p WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id
      AND p.role IN ('owner', 'admin')
      AND (SELECT c.is_group_chat FROM conversations c WHERE c.id = p_conversation_id)
  ) THEN v_outcome = 'not the author';
  ELSIF v_message.deleted_at IS NOT NULL THEN v_outcome = 'unchanged';
  ELSE
    UPDATE messages m
      SET content = '', reactions = '[]', attachments = '[]', deleted_at = clock_timestamp(), revision = v_revision
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq RETURNING m.* INTO v_message;
    UPDATE conversations c SET last_revision = v_revision WHERE c.id = p_conversation_id;
    DELETE FROM reactions r WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id;
    DELETE FROM mentions m WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq;
    -- Without a message, their files are removed by the cleanup.
    UPDATE attachments a SET message_id = NULL WHERE a.conversation_id = p_conversation_id AND a.message_id = p_id;
  END IF;
  RETURN QUERY SELECT v_outcome, v_message;
END $function$;

CREATE FUNCTION set_reaction(
  p_conversation_id uuid, p_caller_id uuid, p_id uuid, p_emoji text, p_is_set boolean,
  p_max_kinds bigint, p_max_total bigint, p_burst double precision, p_per_second double precision
) RETURNS TABLE (outcome text, retry_after double precision, message messages) LANGUAGE plpgsql AS $function$
DECLARE
  v_revision bigint = next_revision(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
  v_is_there boolean;
  v_message messages%ROWTYPE;
BEGIN
  IF v_revision IS NULL THEN RETURN; END IF;
  SELECT m.* INTO v_message FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  v_is_there = EXISTS (SELECT FROM reactions r WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id
    AND r.emoji = p_emoji AND r.user_id = p_caller_id);
  IF v_message.id IS NULL THEN v_outcome = 'no such message';
  ELSIF v_message.deleted_at IS NOT NULL THEN v_outcome = 'deleted';
  ELSIF v_is_there = p_is_set THEN v_outcome = 'unchanged';
  ELSIF p_is_set AND (
    (SELECT count(*) FROM reactions r WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id) >= p_max_total
    OR jsonb_array_length(v_message.reactions) >= p_max_kinds
      AND NOT v_message.reactions @> jsonb_build_array(jsonb_build_object('emoji', p_emoji))
  ) THEN v_outcome = 'too many';
  ELSE
    v_retry_after = take_send_allowance(p_caller_id, p_burst, p_per_second);
    IF v_retry_after > 0 THEN v_outcome = 'too fast'; END IF;
  END IF;
  IF v_outcome = 'changed' THEN
    IF p_is_set THEN
      INSERT INTO reactions (conversation_id, message_id, user_id, emoji, created_at)
        VALUES (p_conversation_id, p_id, p_caller_id, p_emoji, clock_timestamp());
    ELSE
      DELETE FROM reactions r WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id
        AND r.emoji = p_emoji AND r.user_id = p_caller_id;
    END IF;
    UPDATE messages m SET revision = v_revision, reactions = (
        SELECT coalesce(jsonb_agg(jsonb_build_object('emoji', kind.emoji, 'userIds', kind.user_ids) ORDER BY kind.first), '[]')
        FROM (
          SELECT r.emoji, jsonb_agg(r.user_id ORDER BY r.created_at, r.user_id) AS user_ids, min(r.created_at) AS first
          FROM reactions r WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id GROUP BY r.emoji
        ) kind
      )
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq RETURNING m.* INTO v_message;
    UPDATE conversations c SET last_revision = v_revision WHERE c.id = p_conversation_id;
  END IF;
  RETURN QUERY SELECT v_outcome, v_retry_after, v_message;
END $function$;
