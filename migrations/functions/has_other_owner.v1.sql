-- Whether the workspace has an active owner besides a user.
--
-- p_user_id  the user who is about to lose the role, or to be deactivated or deleted
--
-- Locks: the row of the workspace, until the end of the transaction. Of two owners who leave at the same time, the second
-- therefore waits, and then sees that the first has left: each statement of a function sees what was committed before it.
-- Callers put it into the WHERE clause of their write, so that the check and the write are one statement.
-- Cost: one row lock and a scan of an index that contains only the owners.
CREATE OR REPLACE FUNCTION has_other_owner_v1(p_user_id uuid) RETURNS boolean
LANGUAGE plpgsql AS $function$
BEGIN
  PERFORM 1 FROM workspace FOR NO KEY UPDATE;
  RETURN EXISTS (
    SELECT
    FROM users u
    WHERE u.workspace_role = 'owner' AND u.id <> p_user_id AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
  );
END
$function$
