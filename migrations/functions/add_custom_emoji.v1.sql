-- Adds an emoji to the workspace. Its picture leaves the table of pictures.
--
-- p_caller_id      the user who adds it, and who uploaded the picture
-- p_name           its name, which no Unicode emoji has
-- p_picture_id     the picture, whose version is recorded. The emoji takes its id.
-- p_max_bytes      the largest picture
-- p_max_emoji      how many emoji the workspace can have
-- p_max_of_member  how many emoji a user who is neither an owner nor an admin can have added
--
-- Returns one row:
--   outcome     added, admins only, name taken, too many, too many own, no such picture, or too large
--   revision    the number of this change. After a repeated call, the latest number
--   created_at  when the emoji was added, otherwise NULL
--
-- Repeating a call is safe: the second one finds the emoji.
--
-- Locks: the row of the workspace, until the end of the transaction. Names and quotas therefore hold for calls at the
-- same time, and revisions have no gaps.
-- Cost: a few index lookups, and a count of at most p_max_emoji rows.
CREATE OR REPLACE FUNCTION add_custom_emoji_v1(
  p_caller_id uuid,
  p_name text,
  p_picture_id uuid,
  p_max_bytes bigint,
  p_max_emoji bigint,
  p_max_of_member bigint
) RETURNS TABLE (
  outcome text,
  revision bigint,
  created_at timestamptz
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_workspace workspace%ROWTYPE;
  v_role text;
  v_emoji custom_emoji%ROWTYPE;
  v_picture pictures%ROWTYPE;
  v_refusal text;
BEGIN
  SELECT w.* INTO v_workspace FROM workspace w FOR NO KEY UPDATE;
  SELECT e.* INTO v_emoji FROM custom_emoji e WHERE e.name = p_name;
  IF v_emoji.id = p_picture_id AND v_emoji.created_by = p_caller_id THEN
    RETURN QUERY SELECT 'added', v_workspace.emoji_revision, v_emoji.created_at;
    RETURN;
  END IF;

  -- 1. Decide.
  SELECT u.workspace_role
    INTO v_role
    FROM users u
    WHERE u.id = p_caller_id AND u.deleted_at IS NULL AND u.deactivated_at IS NULL;
  -- The cleanup removes unused pictures after a day. It must not remove one that has just become an emoji.
  SELECT p.*
    INTO v_picture
    FROM pictures p
    WHERE p.id = p_picture_id AND p.owner_id = p_caller_id AND p.version_id IS NOT NULL
      AND p.created_at > now() - interval '12 hours'
      AND NOT EXISTS (SELECT FROM users u WHERE u.picture_id = p.id)
      AND NOT EXISTS (SELECT FROM conversations c WHERE c.picture_id = p.id);
  IF v_role IS NULL OR v_workspace.emoji_rule = 'admins' AND v_role NOT IN ('owner', 'admin') THEN
    v_refusal = 'admins only';
  ELSIF v_emoji.id IS NOT NULL THEN
    v_refusal = 'name taken';
  ELSIF (SELECT count(*) FROM custom_emoji) >= p_max_emoji THEN
    v_refusal = 'too many';
  ELSIF v_role NOT IN ('owner', 'admin')
    AND (SELECT count(*) FROM custom_emoji e WHERE e.created_by = p_caller_id) >= p_max_of_member
  THEN
    v_refusal = 'too many own';
  ELSIF v_picture.id IS NULL THEN
    v_refusal = 'no such picture';
  ELSIF coalesce(v_picture.size_bytes > p_max_bytes, true) THEN
    v_refusal = 'too large';
  END IF;
  IF v_refusal IS NOT NULL THEN
    RETURN QUERY SELECT v_refusal, v_workspace.emoji_revision, NULL::timestamptz;
    RETURN;
  END IF;

  -- 2. Store.
  DELETE FROM pictures p
    WHERE p.id = p_picture_id;
  INSERT INTO custom_emoji AS e (id, name, created_by, object_key, version_id, is_sealed)
    VALUES (
      v_picture.id, p_name, p_caller_id, v_picture.object_key, v_picture.version_id, v_picture.is_sealed
    )
    RETURNING e.* INTO v_emoji;
  UPDATE workspace w
    SET emoji_revision = w.emoji_revision + 1
    RETURNING w.* INTO v_workspace;
  RETURN QUERY SELECT 'added', v_workspace.emoji_revision, v_emoji.created_at;
END
$function$
