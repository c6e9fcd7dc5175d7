-- Creates or changes a user group, which @handle mentions. Its handle, all usernames and what full names read like are distinct.
--
-- p_caller_id      the user who creates or changes it
-- p_handle         the current handle of the group to change, or NULL to create one
-- p_id             the id of a new group
-- p_new_handle, p_name, p_description
--                  the new values, or NULL to keep the current ones. An empty description removes it.
-- p_member_ids     a JSON array with the ids of all members, or NULL to keep the current ones
-- p_max_groups     how many groups a workspace can have
-- p_max_of_user    in how many groups a user can be
--
-- Returns one row:
--   outcome  saved, admins only (the caller is neither an owner nor an admin), no such group, too many groups, handle taken,
--            unknown users, or too many of a user
--   changed  a JSON array of the users whose groups have changed
--
-- Locks: the row of the workspace, until the end of the transaction, like create_account. No username, full name
-- and handle can therefore be taken at the same time.
-- Cost: a few index lookups, and two row writes for each changed member.
CREATE OR REPLACE FUNCTION save_user_group_v1(
  p_caller_id uuid,
  p_handle text,
  p_id uuid,
  p_new_handle text,
  p_name text,
  p_description text,
  p_member_ids text,
  p_max_groups bigint,
  p_max_of_user bigint
) RETURNS TABLE (
  outcome text,
  changed text
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_group user_groups%ROWTYPE;
  v_refusal text;
  v_before uuid[];
  v_after uuid[];
  v_changed uuid[];
BEGIN
  PERFORM FROM workspace FOR NO KEY UPDATE;
  SELECT g.* INTO v_group FROM user_groups g WHERE g.handle = p_handle;
  SELECT coalesce(array_agg(m.user_id), '{}')
    INTO v_before
    FROM user_group_members m
    WHERE m.group_id = v_group.id;
  v_after = v_before;
  IF p_member_ids IS NOT NULL THEN
    SELECT coalesce(array_agg(listed.id::uuid), '{}')
      INTO v_after
      FROM json_array_elements_text(p_member_ids::json) listed(id);
  END IF;

  -- 1. Decide.
  IF NOT EXISTS (
    SELECT
    FROM users u
    WHERE u.id = p_caller_id AND u.workspace_role IN ('owner', 'admin')
      AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
  ) THEN
    v_refusal = 'admins only';
  ELSIF p_handle IS NOT NULL AND v_group.id IS NULL THEN
    v_refusal = 'no such group';
  ELSIF p_handle IS NULL AND (SELECT count(*) FROM user_groups) >= p_max_groups THEN
    v_refusal = 'too many groups';
  ELSIF p_new_handle <> coalesce(p_handle, '') AND (
    EXISTS (SELECT FROM users u WHERE u.username = p_new_handle)
    OR EXISTS (SELECT FROM users u WHERE u.full_name_as_username = p_new_handle)
    OR EXISTS (SELECT FROM user_groups g WHERE g.handle = p_new_handle)
  ) THEN
    v_refusal = 'handle taken';
  ELSIF p_member_ids IS NOT NULL AND (
    SELECT count(*) FROM users u WHERE u.id = ANY (v_after) AND u.deleted_at IS NULL
  ) < cardinality(v_after) THEN
    v_refusal = 'unknown users';
  ELSIF EXISTS (
    SELECT
    FROM user_group_members m
    WHERE m.user_id = ANY (v_after) AND m.user_id <> ALL (v_before)
    GROUP BY m.user_id
    HAVING count(*) >= p_max_of_user
  ) THEN
    v_refusal = 'too many of a user';
  END IF;
  IF v_refusal IS NOT NULL THEN
    RETURN QUERY SELECT v_refusal, '[]';
    RETURN;
  END IF;

  -- 2. Store.
  IF p_handle IS NULL THEN
    INSERT INTO user_groups AS g (id, handle, name, description)
      VALUES (p_id, p_new_handle, p_name, coalesce(p_description, ''))
      RETURNING g.* INTO v_group;
  ELSE
    UPDATE user_groups g
      SET
        handle = coalesce(p_new_handle, g.handle), name = coalesce(p_name, g.name),
        description = coalesce(p_description, g.description)
      WHERE g.id = v_group.id
      RETURNING g.* INTO v_group;
  END IF;
  DELETE FROM user_group_members m
    WHERE m.group_id = v_group.id AND m.user_id <> ALL (v_after);
  INSERT INTO user_group_members (group_id, user_id)
    SELECT v_group.id, unnest(v_after)
    ON CONFLICT DO NOTHING;

  -- 3. Users carry the handles of their groups, so that no statement has to look them up.
  SELECT coalesce(array_agg(DISTINCT member.id), '{}')
    INTO v_changed
    FROM unnest(v_before || v_after) member(id)
    WHERE v_group.handle IS DISTINCT FROM p_handle
      OR (member.id = ANY (v_before)) <> (member.id = ANY (v_after));
  PERFORM refresh_user_groups_v1(v_changed);
  RETURN QUERY SELECT 'saved', to_json(v_changed)::text;
END
$function$
