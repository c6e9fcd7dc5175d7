-- Marks a user as offline if none of their connections is open.
--
-- p_user_id  the user
--
-- Returns whether the user is online.
--
-- Locks: the row of the user in presence, until the end of the transaction. open_connection takes the same lock, so a
-- connection that opens meanwhile is never missed.
-- One statement, because the check and the update must see the same connections.
-- Cost: two index lookups and at most one row write.
CREATE OR REPLACE FUNCTION settle_presence_v1(
  p_user_id uuid
) RETURNS boolean
LANGUAGE plpgsql AS $function$
BEGIN
  PERFORM 1 FROM presence p WHERE p.user_id = p_user_id FOR UPDATE;

  IF EXISTS (
    SELECT FROM connections c WHERE c.user_id = p_user_id AND c.expires_at > now()
  ) THEN
    RETURN true;
  END IF;

  UPDATE presence p
    SET is_online = false, changed_at = clock_timestamp()
    WHERE p.user_id = p_user_id AND p.is_online;
  RETURN false;
END
$function$
