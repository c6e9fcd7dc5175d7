-- Records an open WebSocket connection and marks its user as online.
--
-- p_connection_id  the id that API Gateway gave the connection. Recording it twice has no further effect.
-- p_user_id        the user
-- p_session_id     the session that opens the connection
-- p_minutes        how long the row is valid if no $disconnect event ever removes it
--
-- Returns whether the user was offline until now, so that exactly one of several simultaneous connections announces
-- the change. Returns NULL, and records nothing, if the session has ended.
--
-- Locks: the session, against end_sessions, and the row of the user in presence, both until the end of the transaction. A
-- session that ends meanwhile waits and then removes the connection. settle_presence takes the lock on presence. Of a
-- connection that opens and a check whether the last one has closed, the second therefore sees the result of the first.
-- One statement, because a call that died between two would leave a connected user offline.
-- Cost: four index lookups and at most four row writes.
CREATE OR REPLACE FUNCTION open_connection_v2(
  p_connection_id text,
  p_user_id uuid,
  p_session_id uuid,
  p_minutes bigint
) RETURNS boolean
LANGUAGE plpgsql AS $function$
DECLARE
  v_ended_at timestamptz;
BEGIN
  -- The access token proves that the session began. Only its end has to be looked up.
  SELECT s.ended_at INTO v_ended_at FROM sessions s WHERE s.id = p_session_id FOR SHARE;
  IF v_ended_at IS NOT NULL THEN
    RETURN NULL;
  END IF;

  INSERT INTO presence (user_id, is_online)
    VALUES (p_user_id, false)
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM presence p WHERE p.user_id = p_user_id FOR UPDATE;

  INSERT INTO connections (connection_id, user_id, session_id, expires_at)
    VALUES (p_connection_id, p_user_id, p_session_id, now() + p_minutes * interval '1 minute')
    ON CONFLICT DO NOTHING;

  UPDATE presence p
    SET is_online = true, changed_at = clock_timestamp()
    WHERE p.user_id = p_user_id AND NOT p.is_online;
  RETURN FOUND;
END
$function$
