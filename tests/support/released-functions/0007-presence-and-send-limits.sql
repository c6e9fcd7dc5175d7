-- The functions that migration 0007-presence-and-send-limits created before functions had versions, unchanged.

CREATE FUNCTION open_connection(p_connection_id text, p_user_id uuid, p_minutes bigint)
RETURNS boolean LANGUAGE plpgsql AS $function$
BEGIN
  INSERT INTO presence (user_id, is_online) VALUES (p_user_id, false) ON CONFLICT DO NOTHING;
  PERFORM 1 FROM presence p WHERE p.user_id = p_user_id FOR UPDATE;
  INSERT INTO connections (connection_id, user_id, expires_at)
    VALUES (p_connection_id, p_user_id, now() + p_minutes * interval '1 minute') ON CONFLICT DO NOTHING;
  UPDATE presence p SET is_online = true, changed_at = clock_timestamp()
    WHERE p.user_id = p_user_id AND NOT p.is_online;
  RETURN FOUND;
END $function$;

CREATE FUNCTION settle_presence(p_user_id uuid) RETURNS boolean LANGUAGE plpgsql AS $function$
BEGIN
  PERFORM 1 FROM presence p WHERE p.user_id = p_user_id FOR UPDATE;
  IF EXISTS (SELECT FROM connections c WHERE c.user_id = p_user_id AND c.expires_at > now()) THEN
    RETURN true;
  END IF;
  UPDATE presence p SET is_online = false, changed_at = clock_timestamp()
    WHERE p.user_id = p_user_id AND p.is_online;
  RETURN false;
END $function$;

CREATE FUNCTION take_send_allowance(p_user_id uuid, p_burst double precision, p_per_second double precision)
RETURNS double precision LANGUAGE plpgsql AS $function$
DECLARE
  v_left double precision;
BEGIN
  INSERT INTO send_allowances AS a (user_id, sends_left, refilled_at)
    VALUES (p_user_id, p_burst, clock_timestamp()) ON CONFLICT DO NOTHING;
  -- A clock that is set back refills nothing.
  SELECT least(p_burst, a.sends_left
      + greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)) * p_per_second) INTO v_left
    FROM send_allowances a WHERE a.user_id = p_user_id FOR NO KEY UPDATE;
  IF v_left < 1 THEN RETURN (1 - v_left) / p_per_second; END IF;
  UPDATE send_allowances a SET sends_left = v_left - 1, refilled_at = clock_timestamp()
    WHERE a.user_id = p_user_id;
  RETURN 0;
END $function$;

CREATE FUNCTION send_message(
  p_conversation_id uuid, p_sender_id uuid, p_id uuid, p_content text, p_reply_to uuid, p_max_connections bigint,
  p_burst double precision, p_per_second double precision
) RETURNS TABLE (
  outcome text, seq bigint, content text, reply_to uuid, created_at timestamptz, edited_at timestamptz,
  deleted_at timestamptz, retry_after double precision, connection_id text
) LANGUAGE plpgsql AS $function$
DECLARE
  v_seq bigint;
  v_outcome text = 'created';
  v_retry_after double precision = 0;
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
    v_retry_after = take_send_allowance(p_sender_id, p_burst, p_per_second);
    IF v_retry_after > 0 THEN v_outcome = 'too fast'; END IF;
  END IF;

  IF v_outcome = 'created' THEN
    INSERT INTO messages AS m (conversation_id, seq, id, sender_id, content, reply_to, created_at)
    VALUES (p_conversation_id, v_seq, p_id, p_sender_id, p_content, p_reply_to, clock_timestamp())
    RETURNING m.* INTO v_message;
    UPDATE conversations c SET last_seq = v_seq, last_activity_at = v_message.created_at
    WHERE c.id = p_conversation_id;
    UPDATE participants p SET last_read_seq = v_seq
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id;
  ELSIF v_outcome <> 'repeated' THEN
    RETURN QUERY SELECT v_outcome, NULL::bigint, NULL::text, NULL::uuid, NULL::timestamptz,
      NULL::timestamptz, NULL::timestamptz, v_retry_after, NULL::text;
    RETURN;
  END IF;

  RETURN QUERY SELECT v_outcome, v_message.seq, v_message.content, v_message.reply_to,
    v_message.created_at, v_message.edited_at, v_message.deleted_at, v_retry_after, NULL::text;
  RETURN QUERY SELECT NULL::text, NULL::bigint, NULL::text, NULL::uuid, NULL::timestamptz,
    NULL::timestamptz, NULL::timestamptz, NULL::double precision, c.connection_id
    FROM participants p JOIN connections c ON c.user_id = p.user_id
    WHERE p.conversation_id = p_conversation_id AND c.expires_at > now()
    LIMIT p_max_connections;
END $function$;
