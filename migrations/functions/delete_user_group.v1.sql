-- Deletes a user group. Messages that mention it stay as they are.
--
-- p_caller_id  the user who deletes it
-- p_handle     the group
--
-- Returns one row:
--   outcome  deleted, admins only (the caller is neither an owner nor an admin), or no such group
--   changed  a JSON array of the users who were in the group
--
-- Locks: the row of the workspace, like save_user_group.
-- Cost: a few index lookups, and two row writes for each member.
CREATE OR REPLACE FUNCTION delete_user_group_v1(
  p_caller_id uuid,
  p_handle text
) RETURNS TABLE (
  outcome text,
  changed text
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_group_id uuid;
  v_members uuid[];
BEGIN
  PERFORM FROM workspace FOR NO KEY UPDATE;
  IF NOT EXISTS (
    SELECT
    FROM users u
    WHERE u.id = p_caller_id AND u.workspace_role IN ('owner', 'admin')
      AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
  ) THEN
    RETURN QUERY SELECT 'admins only', '[]';
    RETURN;
  END IF;
  SELECT g.id INTO v_group_id FROM user_groups g WHERE g.handle = p_handle;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'no such group', '[]';
    RETURN;
  END IF;
  SELECT coalesce(array_agg(m.user_id), '{}')
    INTO v_members
    FROM user_group_members m
    WHERE m.group_id = v_group_id;
  DELETE FROM user_groups g
    WHERE g.id = v_group_id;
  PERFORM refresh_user_groups_v1(v_members);
  RETURN QUERY SELECT 'deleted', to_json(v_members)::text;
END
$function$
