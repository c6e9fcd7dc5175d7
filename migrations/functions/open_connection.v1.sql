-- Records an open WebSocket connection and marks its user as online.
--
-- p_connection_id  the id that API Gateway gave the connection. Recording it twice has no further effect.
-- p_user_id        the user
-- p_minutes        how long the row is valid if no $disconnect event ever removes it
--
-- Returns whether the user was offline until now, so that exactly one of several simultaneous connections announces
-- the change.
--
-- Locks: the row of the user in presence, until the end of the transaction. settle_presence takes the same lock. Of a
-- connection that opens and a check whether the last one has closed, the second therefore sees the result of the first.
-- One statement, because a call that died between two would leave a connected user offline.
-- Cost: three index lookups and at most three row writes.
CREATE OR REPLACE FUNCTION open_connection_v1(
  p_connection_id text,
  p_user_id uuid,
  p_minutes bigint
) RETURNS boolean
LANGUAGE plpgsql AS $function$
BEGIN
  INSERT INTO presence (user_id, is_online)
    VALUES (p_user_id, false)
    ON CONFLICT DO NOTHING;
  PERFORM 1 FROM presence p WHERE p.user_id = p_user_id FOR UPDATE;

  INSERT INTO connections (connection_id, user_id, expires_at)
    VALUES (p_connection_id, p_user_id, now() + p_minutes * interval '1 minute')
    ON CONFLICT DO NOTHING;

  UPDATE presence p
    SET is_online = true, changed_at = clock_timestamp()
    WHERE p.user_id = p_user_id AND NOT p.is_online;
  RETURN FOUND;
END
$function$
