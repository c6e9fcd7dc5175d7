-- The functions that migration 0006-send-message created before functions had versions, unchanged.

CREATE FUNCTION send_message(
  p_conversation_id uuid, p_sender_id uuid, p_id uuid, p_content text, p_reply_to uuid, p_max_connections bigint
) RETURNS TABLE (
  outcome text, seq bigint, content text, reply_to uuid,
  created_at timestamptz, edited_at timestamptz, deleted_at timestamptz, connection_id text
) LANGUAGE plpgsql AS $function$
DECLARE
  v_seq bigint;
  v_outcome text = 'created';
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
  END IF;
  IF v_outcome IN ('id taken', 'reply to nothing') THEN
    RETURN QUERY SELECT v_outcome, NULL::bigint, NULL::text, NULL::uuid,
      NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::text;
    RETURN;
  END IF;

  IF v_outcome = 'created' THEN
    INSERT INTO messages AS m (conversation_id, seq, id, sender_id, content, reply_to, created_at)
    VALUES (p_conversation_id, v_seq, p_id, p_sender_id, p_content, p_reply_to, clock_timestamp())
    RETURNING m.* INTO v_message;
    UPDATE conversations c SET last_seq = v_seq, last_activity_at = v_message.created_at
    WHERE c.id = p_conversation_id;
    UPDATE participants p SET last_read_seq = v_seq
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id;
  END IF;

  RETURN QUERY SELECT v_outcome, v_message.seq, v_message.content, v_message.reply_to,
    v_message.created_at, v_message.edited_at, v_message.deleted_at, NULL::text;
  RETURN QUERY SELECT NULL::text, NULL::bigint, NULL::text, NULL::uuid,
    NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, c.connection_id
    FROM participants p JOIN connections c ON c.user_id = p.user_id
    WHERE p.conversation_id = p_conversation_id AND c.expires_at > now()
    ORDER BY c.connection_id LIMIT p_max_connections;
END $function$;
