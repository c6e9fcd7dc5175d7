-- Removes a participant from a group or channel. Everyone may leave. The owner may remove everyone, and admins may remove
-- members. If the owner leaves, the longest-standing admin becomes the owner, or else the longest-standing member.
--
-- p_conversation_id, p_user_id  the participant to remove
-- p_caller_id                   the user who removes them
-- p_announced_size              the size of the largest channel whose version counts those who join or leave
-- p_burst, p_per_second         the allowance of the caller, see take_allowance. NULL takes none.
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome        removed, direct (the conversation has two fixed participants), no such participant, not allowed, or too
--                  fast
--   retry_after    the seconds to wait after the outcome too fast, otherwise 0
--   new_owner_id   the new owner, if the owner left
--   kind, participant_count, version  the conversation afterwards
--
-- Locks: the conversation first, then the participant, then the allowance of the caller. Functions that act for a
-- participant lock the participant before an allowance, too. Each statement of a function sees what was committed before it,
-- so a caller who loses the role while the call waits for the lock is refused, and the new owner still takes part. Sends
-- wait as well, so none of them is accepted after the removal.
-- Cost: five index lookups and three row writes, and for an owner who leaves the participants of the conversation.
CREATE OR REPLACE FUNCTION remove_participant_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_user_id uuid,
  p_announced_size bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  new_owner_id uuid,
  kind text,
  participant_count bigint,
  version bigint
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_conversation conversations%ROWTYPE;
  v_caller_role text;
  v_role text;
  v_outcome text = 'removed';
  v_retry_after double precision = 0;
  v_new_owner_id uuid;
BEGIN
  SELECT c.* INTO v_conversation FROM conversations c WHERE c.id = p_conversation_id FOR NO KEY UPDATE;
  SELECT p.role
    INTO v_caller_role
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  SELECT p.role
    INTO v_role
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
    FOR UPDATE;

  IF NOT v_conversation.is_group_chat THEN
    v_outcome = 'direct';
  ELSE
    IF p_burst IS NOT NULL THEN
      v_retry_after = take_allowance_v1(p_caller_id, 'participants', p_burst, p_per_second);
    END IF;
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    ELSIF v_role IS NULL THEN
      v_outcome = 'no such participant';
    ELSIF p_user_id <> p_caller_id AND v_caller_role <> 'owner' AND (v_caller_role <> 'admin' OR v_role <> 'member') THEN
      v_outcome = 'not allowed';
    END IF;
  END IF;

  IF v_outcome = 'removed' THEN
    -- A trigger counts the participants.
    DELETE FROM participants p
      WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id;
    IF v_role = 'owner' THEN
      UPDATE participants p
        SET role = 'owner'
        WHERE p.conversation_id = p_conversation_id AND p.user_id = (
          SELECT o.user_id
          FROM participants o
          WHERE o.conversation_id = p_conversation_id
          ORDER BY o.role = 'admin' DESC, o.joined_at, o.user_id
          LIMIT 1
        )
        RETURNING p.user_id INTO v_new_owner_id;
    END IF;
    UPDATE conversations c
      SET
        version = c.version + CASE WHEN c.kind = 'channel' AND c.participant_count > p_announced_size THEN 0 ELSE 1 END
      WHERE c.id = p_conversation_id
      RETURNING c.* INTO v_conversation;
  END IF;

  RETURN QUERY SELECT
    v_outcome, v_retry_after, v_new_owner_id, v_conversation.kind, v_conversation.participant_count,
    v_conversation.version;
END
$function$
