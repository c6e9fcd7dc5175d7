-- Sets a new password with the token of a link, and ends all sessions of the account. All links that reset the password are
-- used up, and a requested e-mail address is forgotten. Reading the e-mail also confirms the present address.
--
-- p_token_hash     the hash of the token
-- p_password_hash  the hash of the new password
--
-- Returns no row if the token is unknown, used or expired, or if the account has another address now. Otherwise a row with
-- the user, and one for each row of end_sessions.
--
-- Locks: the user, then those of end_sessions, then the links. Everything that ends sessions locks in this order. Each
-- statement of a function sees what was committed before it, so a token that was used up meanwhile changes nothing.
-- Cost: that of end_sessions, and linear in the links of the user.
CREATE OR REPLACE FUNCTION reset_password_v1(
  p_token_hash text,
  p_password_hash text
) RETURNS TABLE (
  user_id uuid,
  session_id uuid,
  connection_id text
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_user_id uuid;
BEGIN
  SELECT t.user_id INTO v_user_id FROM mail_tokens t WHERE t.token_hash = p_token_hash;
  PERFORM FROM users u WHERE u.id = v_user_id FOR NO KEY UPDATE;
  UPDATE users u
    SET
      password_hash = p_password_hash, email_verified_at = coalesce(u.email_verified_at, now()), pending_email = NULL,
      updated_at = now()
    FROM mail_tokens t
    WHERE u.id = v_user_id AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
      AND t.token_hash = p_token_hash AND t.purpose = 'reset' AND t.email = u.email
      AND t.used_at IS NULL AND t.expires_at > now();
  IF NOT FOUND THEN
    RETURN;
  END IF;

  RETURN QUERY SELECT v_user_id, NULL::uuid, NULL::text;
  RETURN QUERY
    SELECT v_user_id, ended.session_id, ended.connection_id
    FROM end_sessions_v1(v_user_id, NULL, NULL) ended;
  UPDATE mail_tokens t
    SET used_at = now()
    WHERE t.user_id = v_user_id AND t.purpose = 'reset' AND t.used_at IS NULL;
END
$function$
