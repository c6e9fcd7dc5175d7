-- Returns the role of a user in the workspace, or NULL for one who is deleted or deactivated.
--
-- p_user_id  the user
--
-- Locks: the row of the workspace, until the end of the transaction, like everything that changes a role. Callers put it
-- into the statement of their write. A user who loses the role while the statement waits for the lock can therefore no
-- longer use it: each statement of a function sees what was committed before it.
-- Cost: one row lock and one index lookup.
CREATE OR REPLACE FUNCTION workspace_role_v1(p_user_id uuid) RETURNS text
LANGUAGE plpgsql AS $function$
BEGIN
  PERFORM 1 FROM workspace FOR NO KEY UPDATE;
  RETURN (
    SELECT u.workspace_role
    FROM users u
    WHERE u.id = p_user_id AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
  );
END
$function$
