-- Changes the role of a participant of a group or channel. Only the owner may. A new owner makes the previous one an admin.
--
-- p_conversation_id, p_user_id  the participant
-- p_caller_id                   the user who changes the role
-- p_role                        the new role
-- p_burst, p_per_second         the allowance of the caller, see take_allowance
--
-- Returns no row if the caller is not a participant. After the outcome changed, returns a row for each participant whose
-- role changed, otherwise one row:
--   outcome        changed, direct (the conversation has two fixed participants), owner only, own role, no such
--                  participant, or too fast
--   retry_after    the seconds to wait after the outcome too fast, otherwise 0
--   user_id, role  the participant and the new role
--   version        the version of the conversation afterwards
--
-- Locks: the conversation first, then the allowance of the caller. Each statement of a function sees what was committed
-- before it, so an owner who hands over the group on two devices makes one participant the owner.
-- Cost: four index lookups and at most four row writes.
CREATE OR REPLACE FUNCTION change_role_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_user_id uuid,
  p_role text,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  user_id uuid,
  role text,
  version bigint
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_is_group_chat boolean;
  v_version bigint;
  v_caller_role text;
  v_refusal text;
  v_retry_after double precision = 0;
BEGIN
  SELECT c.is_group_chat, c.version + 1
    INTO v_is_group_chat, v_version
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  SELECT p.role
    INTO v_caller_role
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  IF NOT v_is_group_chat THEN
    v_refusal = 'direct';
  ELSIF v_caller_role <> 'owner' THEN
    v_refusal = 'owner only';
  ELSIF p_user_id = p_caller_id THEN
    v_refusal = 'own role';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'participants', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_refusal = 'too fast';
    ELSIF NOT EXISTS (
      SELECT FROM participants p WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
    ) THEN
      v_refusal = 'no such participant';
    END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    RETURN QUERY SELECT v_refusal, v_retry_after, NULL::uuid, NULL::text, NULL::bigint;
    RETURN;
  END IF;

  UPDATE conversations c
    SET version = v_version
    WHERE c.id = p_conversation_id;
  RETURN QUERY
    UPDATE participants p
      SET role = CASE WHEN p.user_id = p_user_id THEN p_role ELSE 'admin' END
      WHERE p.conversation_id = p_conversation_id
        AND (p.user_id = p_user_id OR p_role = 'owner' AND p.user_id = p_caller_id)
      RETURNING 'changed', v_retry_after, p.user_id, p.role, v_version;
END
$function$
