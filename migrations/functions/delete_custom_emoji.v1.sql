-- Deletes an emoji of the workspace. Its picture returns to the table of pictures, and the cleanup removes it from there.
--
-- p_caller_id  the user who deletes it
-- p_id         the emoji
--
-- Returns one row:
--   outcome   deleted, no such emoji, or not yours (the caller neither added it nor is an owner or admin)
--   revision  the number of this change
--
-- Locks: the row of the workspace, like add_custom_emoji.
-- Cost: a few index lookups.
CREATE OR REPLACE FUNCTION delete_custom_emoji_v1(
  p_caller_id uuid,
  p_id uuid
) RETURNS TABLE (
  outcome text,
  revision bigint
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_revision bigint;
  v_emoji custom_emoji%ROWTYPE;
BEGIN
  SELECT w.emoji_revision INTO v_revision FROM workspace w FOR NO KEY UPDATE;
  SELECT e.* INTO v_emoji FROM custom_emoji e WHERE e.id = p_id;
  IF v_emoji.id IS NULL THEN
    RETURN QUERY SELECT 'no such emoji', v_revision;
    RETURN;
  ELSIF NOT EXISTS (
    SELECT
    FROM users u
    WHERE u.id = p_caller_id AND (u.id = v_emoji.created_by OR u.workspace_role IN ('owner', 'admin'))
      AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
  ) THEN
    RETURN QUERY SELECT 'not yours', v_revision;
    RETURN;
  END IF;

  DELETE FROM custom_emoji e
    WHERE e.id = p_id;
  INSERT INTO pictures (id, owner_id, object_key, version_id, is_sealed)
    VALUES (v_emoji.id, v_emoji.created_by, v_emoji.object_key, v_emoji.version_id, v_emoji.is_sealed);
  UPDATE workspace w
    SET emoji_revision = w.emoji_revision + 1
    RETURNING w.emoji_revision INTO v_revision;
  RETURN QUERY SELECT 'deleted', v_revision;
END
$function$
