-- Changes what all participants of a group or channel share.
--
-- p_conversation_id      the conversation
-- p_caller_id            the user who changes it
-- p_change               the change as JSON, see UpdateConversation in contract/conversations.ts
-- p_burst, p_per_second  the allowance of the caller, see take_allowance
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome      changed, direct (the conversation has two fixed participants), admins only, archived, owner only, needs
--                name, default for channels only, workspace admins only, not your picture, name taken, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   kind, name, topic, is_archived  the conversation before the change
--
-- Locks: the conversation first, then the allowance of the caller. Each statement of a function sees what was committed
-- before it, so a caller who loses the right to the change while the call waits for the lock is refused.
-- Cost: four index lookups and two row writes.
CREATE OR REPLACE FUNCTION update_conversation_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_change text,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  kind text,
  name text,
  topic text,
  is_archived boolean
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_change jsonb = p_change::jsonb;
  v_before conversations%ROWTYPE;
  v_kind text;
  v_role text;
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
BEGIN
  SELECT c.* INTO v_before FROM conversations c WHERE c.id = p_conversation_id FOR NO KEY UPDATE;
  SELECT p.role
    INTO v_role
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  v_kind = coalesce(v_change ->> 'kind', v_before.kind);

  -- 1. Decide.
  IF NOT v_before.is_group_chat THEN
    v_outcome = 'direct';
  ELSIF v_before.admins_only AND v_role = 'member' THEN
    v_outcome = 'admins only';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'changes', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    ELSIF v_role = 'member' AND v_change ?| ARRAY['adminsOnly', 'postingRule', 'isArchived'] THEN
      v_outcome = 'admins only';
    ELSIF v_before.archived_at IS NOT NULL AND v_change -> 'isArchived' IS DISTINCT FROM 'false' THEN
      v_outcome = 'archived';
    ELSIF v_kind <> v_before.kind AND v_role <> 'owner' THEN
      v_outcome = 'owner only';
    ELSIF v_kind = 'channel' AND coalesce(v_change ->> 'name', v_before.name) IS NULL THEN
      v_outcome = 'needs name';
    ELSIF v_change -> 'isDefault' = 'true' AND v_kind <> 'channel' THEN
      v_outcome = 'default for channels only';
    ELSIF v_change ? 'isDefault' AND NOT EXISTS (
      SELECT
      FROM users u
      WHERE u.id = p_caller_id AND u.workspace_role IN ('owner', 'admin')
        AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
    ) THEN
      v_outcome = 'workspace admins only';
    ELSIF v_change ->> 'pictureId' IS NOT NULL AND NOT EXISTS (
      SELECT FROM pictures p WHERE p.id = (v_change ->> 'pictureId')::uuid AND p.owner_id = p_caller_id
    ) THEN
      v_outcome = 'not your picture';
    END IF;
  END IF;

  -- 2. Store.
  IF v_outcome = 'changed' THEN
    BEGIN
      UPDATE conversations c
        SET
          name = coalesce(v_change ->> 'name', c.name),
          admins_only = coalesce((v_change ->> 'adminsOnly')::boolean, c.admins_only),
          picture_id = CASE WHEN v_change ? 'pictureId' THEN (v_change ->> 'pictureId')::uuid ELSE c.picture_id END,
          topic = CASE WHEN v_change ? 'topic' THEN coalesce(v_change ->> 'topic', '') ELSE c.topic END,
          description = CASE
            WHEN v_change ? 'description' THEN coalesce(v_change ->> 'description', '')
            ELSE c.description
          END,
          posting_rule = coalesce(v_change ->> 'postingRule', c.posting_rule),
          archived_at = CASE v_change -> 'isArchived'
            WHEN 'true' THEN coalesce(c.archived_at, now())
            WHEN 'false' THEN NULL
            ELSE c.archived_at
          END,
          is_default = coalesce((v_change ->> 'isDefault')::boolean, c.is_default),
          kind = v_kind,
          version = c.version + 1
        WHERE c.id = p_conversation_id;
    EXCEPTION
      -- The unique index of the channels' names decides, so that no two channels take a name at the same time.
      WHEN unique_violation THEN
        v_outcome = 'name taken';
    END;
  END IF;

  RETURN QUERY SELECT
    v_outcome, v_retry_after, v_before.kind, v_before.name, v_before.topic, v_before.archived_at IS NOT NULL;
END
$function$
