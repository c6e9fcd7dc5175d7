-- Whether a full name differs from the usernames of all other users and from the handles of all user groups.
--
-- p_user_id  the user who has or wants the name, and whose username it may repeat
-- p_name     the username that the full name reads like
--
-- Locks: the row of the workspace, until the end of the transaction, like create_account and save_user_group. No username
-- or handle can therefore be taken between this check and the write of the name. Callers check before they lock a user.
-- VOLATILE, so that the query sees what the previous holder of the lock has committed.
-- Cost: two index lookups.
CREATE OR REPLACE FUNCTION is_own_name_v1(
  p_user_id uuid,
  p_name text
) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  PERFORM FROM workspace FOR NO KEY UPDATE;
  RETURN NOT EXISTS (
    SELECT FROM users u WHERE u.username = p_name AND u.id <> p_user_id
  ) AND NOT EXISTS (
    SELECT FROM user_groups g WHERE g.handle = p_name
  );
END
$function$
