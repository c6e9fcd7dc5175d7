-- Records an open WebSocket connection and marks its user as online.
--
-- p_connection_id  the id that API Gateway gave the connection. Recording it twice has no further effect.
-- p_user_id        the user
-- p_session_id     the session that opens the connection
-- p_minutes        how long the row is valid if no $disconnect event ever removes it
-- p_max            how many open connections the user can have
--
-- Returns an outcome:
--   came online    the user was offline until now. Exactly one of several simultaneous connections announces the change.
--   was online     the user has other connections, or had one a moment ago
--   session ended  nothing is recorded
--   too many       the user has p_max other connections, and nothing is recorded
--
-- Locks: the user against a deletion, the session against end_sessions, and the row of the user in presence, all until the
-- end of the transaction. A session that ends meanwhile waits and then removes the connection. settle_presence takes the
-- lock on presence. Of a connection that opens and a check whether the last one has closed, the second therefore sees the
-- result of the first.
-- One statement, because a call that died between two would leave a connected user offline.
-- Simultaneous connections of a user wait for the lock on presence, so together they cannot exceed p_max.
-- Cost: six index lookups, one of which reads up to p_max rows, and at most four row writes.
CREATE OR REPLACE FUNCTION open_connection_v3(
  p_connection_id text,
  p_user_id uuid,
  p_session_id uuid,
  p_minutes bigint,
  p_max bigint
) RETURNS text
LANGUAGE plpgsql AS $function$
DECLARE
  v_ended_at timestamptz;
BEGIN
  -- The rows of the connection and of the presence refer to the user.
  PERFORM FROM users u WHERE u.id = p_user_id FOR KEY SHARE;
  -- The access token proves that the session began. Only its end has to be looked up.
  SELECT s.ended_at INTO v_ended_at FROM sessions s WHERE s.id = p_session_id FOR SHARE;
  IF v_ended_at IS NOT NULL THEN
    RETURN 'session ended';
  END IF;

  INSERT INTO presence (user_id, is_online)
    VALUES (p_user_id, false)
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM presence p WHERE p.user_id = p_user_id FOR UPDATE;

  -- A repeated call finds its own row. It counts only once.
  IF NOT EXISTS (SELECT FROM connections c WHERE c.connection_id = p_connection_id) AND (
    SELECT count(*)
    FROM connections c
    WHERE c.user_id = p_user_id AND c.expires_at > now()
  ) >= p_max THEN
    RETURN 'too many';
  END IF;

  INSERT INTO connections (connection_id, user_id, session_id, expires_at)
    VALUES (p_connection_id, p_user_id, p_session_id, now() + p_minutes * interval '1 minute')
    ON CONFLICT DO NOTHING;

  UPDATE presence p
    SET is_online = true, changed_at = clock_timestamp()
    WHERE p.user_id = p_user_id AND NOT p.is_online;
  RETURN CASE WHEN FOUND THEN 'came online' ELSE 'was online' END;
END
$function$
