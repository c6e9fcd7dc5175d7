-- Stores a browser's push subscription, and removes the user's least recent ones beyond the limit.
--
-- p_endpoint    the browser's address at its push service
-- p_user_id     the user who subscribes. Takes over an endpoint of another user's subscription.
-- p_session_id  the session that the subscription ends with
-- p_p256dh      the browser's public key (base64url)
-- p_auth        the secret that browser and server share (base64url)
-- p_most        the maximum number of subscriptions of a user
--
-- Returns true. Returns false, and stores nothing, if the session has ended.
--
-- Locks: the row of the user, so that simultaneous subscriptions cannot exceed the limit together, then the session, so
-- that end_sessions finds the subscription. It holds both until the end of the transaction.
-- Cost: three index lookups, one row write, and at most p_most + 1 rows read.
CREATE OR REPLACE FUNCTION add_push_subscription_v1(
  p_endpoint text,
  p_user_id uuid,
  p_session_id uuid,
  p_p256dh text,
  p_auth text,
  p_most integer
) RETURNS boolean
LANGUAGE plpgsql AS $function$
DECLARE
  v_ended_at timestamptz;
BEGIN
  PERFORM 1 FROM users u WHERE u.id = p_user_id FOR NO KEY UPDATE;
  SELECT s.ended_at INTO v_ended_at FROM sessions s WHERE s.id = p_session_id FOR SHARE;
  IF v_ended_at IS NOT NULL THEN
    RETURN false;
  END IF;

  INSERT INTO push_subscriptions AS s (endpoint, user_id, session_id, p256dh, auth, created_at)
    VALUES (p_endpoint, p_user_id, p_session_id, p_p256dh, p_auth, clock_timestamp())
    ON CONFLICT (endpoint) DO UPDATE
      SET user_id = excluded.user_id, session_id = excluded.session_id, p256dh = excluded.p256dh,
        auth = excluded.auth, created_at = excluded.created_at;

  DELETE FROM push_subscriptions s
    WHERE s.user_id = p_user_id AND s.endpoint IN (
      SELECT o.endpoint
      FROM push_subscriptions o
      WHERE o.user_id = p_user_id
      ORDER BY o.created_at DESC
      OFFSET p_most
    );
  RETURN true;
END
$function$
