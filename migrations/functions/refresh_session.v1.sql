-- Exchanges a refresh token for its successor. Remembers the language of the user's page as well, unless another statement
-- holds the user's row.
--
-- p_token_hash  the hash of the token
-- p_next_hash   the hash of its successor
-- p_days        how long the successor is valid
-- p_language    the language of the page
--
-- Returns the session and its user, or no row if the token is unknown, expired or used, or if its session has ended.
--
-- Locks: the user against a deletion, the session, and then the token. Everything that ends sessions locks in this order.
-- An end of the session that comes first leaves no successor.
-- Cost: a few index lookups and row writes.
CREATE OR REPLACE FUNCTION refresh_session_v1(
  p_token_hash text,
  p_next_hash text,
  p_days bigint,
  p_language text
) RETURNS TABLE (
  session_id uuid,
  user_id uuid
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_user_id uuid;
  v_session_id uuid;
BEGIN
  SELECT t.user_id, t.family_id INTO v_user_id, v_session_id
    FROM refresh_tokens t
    WHERE t.token_hash = p_token_hash;
  PERFORM FROM users u WHERE u.id = v_user_id FOR KEY SHARE;
  PERFORM FROM sessions s WHERE s.id = v_session_id AND s.ended_at IS NULL FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  UPDATE refresh_tokens t
    SET used_at = now()
    WHERE t.token_hash = p_token_hash AND t.used_at IS NULL AND t.revoked_at IS NULL AND t.expires_at > now();
  IF NOT FOUND THEN
    RETURN;
  END IF;

  UPDATE sessions s SET last_used_at = now() WHERE s.id = v_session_id;
  INSERT INTO refresh_tokens (token_hash, family_id, user_id, expires_at)
    VALUES (p_next_hash, v_session_id, v_user_id, now() + p_days * interval '1 day');
  UPDATE users u
    SET language = p_language
    WHERE u.id IN (
      SELECT o.id
      FROM users o
      WHERE o.id = v_user_id AND o.language IS DISTINCT FROM p_language
      FOR NO KEY UPDATE SKIP LOCKED
    );
  RETURN QUERY SELECT v_session_id, v_user_id;
END
$function$
