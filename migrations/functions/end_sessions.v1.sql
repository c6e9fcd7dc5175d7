-- Ends sessions of a user and removes everything that belongs to them: connections, Web Push subscriptions, and the right
-- to refresh.
--
-- p_user_id     the user
-- p_session_id  the only session to end, or NULL for all
-- p_kept_id     the session that continues, or NULL
--
-- Returns a row with a session_id for each session that was live until now, and a row with a connection_id for each
-- connection that was removed. The caller closes these connections.
--
-- Connections and subscriptions without a session come from releases before 0.2. They end with any session of their user.
-- Their clients connect and subscribe again if their session is live.
--
-- Repeating a call is safe: the second one finds no live session.
--
-- Locks: the sessions, in the order of their ids, until the end of the transaction. start, refresh and open_connection
-- lock the session too. Whatever they add is therefore visible to the statements below, or refused afterwards: each
-- statement of a function sees what was committed before that statement.
-- Cost: linear in the sessions, connections and subscriptions of the user.
CREATE OR REPLACE FUNCTION end_sessions_v1(
  p_user_id uuid,
  p_session_id uuid,
  p_kept_id uuid
) RETURNS TABLE (
  session_id uuid,
  connection_id text
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_ended uuid[];
BEGIN
  v_ended = ARRAY(
    SELECT s.id
    FROM sessions s
    WHERE s.user_id = p_user_id AND s.ended_at IS NULL
      AND (p_session_id IS NULL OR s.id = p_session_id)
      AND s.id IS DISTINCT FROM p_kept_id
    ORDER BY s.id
    FOR NO KEY UPDATE
  );
  IF cardinality(v_ended) = 0 THEN
    RETURN;
  END IF;

  UPDATE sessions s
    SET ended_at = clock_timestamp()
    WHERE s.id = ANY (v_ended);
  -- For the functions of the previous release, which do not know sessions.
  UPDATE refresh_tokens t
    SET revoked_at = clock_timestamp()
    WHERE t.family_id = ANY (v_ended) AND t.revoked_at IS NULL;
  DELETE FROM push_subscriptions s
    WHERE s.user_id = p_user_id AND (s.session_id IS NULL OR s.session_id = ANY (v_ended));

  RETURN QUERY
    SELECT ended.id, NULL::text
    FROM unnest(v_ended) ended(id);
  RETURN QUERY
    DELETE FROM connections c
    WHERE c.user_id = p_user_id AND (c.session_id IS NULL OR c.session_id = ANY (v_ended))
    RETURNING NULL::uuid, c.connection_id;
END
$function$
