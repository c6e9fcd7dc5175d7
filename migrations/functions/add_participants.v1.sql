-- Adds users to a group or channel. Existing participants stay as they are. The first participant of an empty channel
-- becomes its owner.
--
-- p_conversation_id      the conversation
-- p_caller_id            the user who adds them. One who adds only themselves joins a channel.
-- p_user_ids             a JSON array of their ids
-- p_max                  how many participants a conversation can have
-- p_announced_size       the size of the largest channel whose version counts those who join or leave
-- p_burst, p_per_second  the allowance of the caller, see take_allowance
--
-- Returns no row if the caller neither takes part nor may join. Otherwise returns one row:
--   outcome      added, direct (the conversation has two fixed participants), admins only, archived, unknown users, full, or
--                too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   unknown      a JSON array with the places, counted from 0, of the first 100 ids that
--                belong to no active user
--
-- Repeating a call is safe: the second one finds all of them.
--
-- Locks: the conversation first, as a send does, then the allowance of the caller. Each statement of a function sees what
-- was committed before it, so a participant who is removed while the call waits for the lock adds nobody. New participants
-- see each later message as unread.
-- Cost: a few index lookups, and for each user two lookups and a row write.
CREATE OR REPLACE FUNCTION add_participants_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_user_ids text,
  p_max bigint,
  p_announced_size bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  unknown jsonb
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_ids uuid[];
  v_conversation conversations%ROWTYPE;
  v_role text;
  v_joins boolean;
  v_unknown jsonb = '[]';
  v_outcome text = 'added';
  v_retry_after double precision = 0;
BEGIN
  SELECT coalesce(array_agg(listed.id::uuid ORDER BY listed.place), '{}')
    INTO v_ids
    FROM json_array_elements_text(p_user_ids::json) WITH ORDINALITY listed(id, place);
  SELECT c.* INTO v_conversation FROM conversations c WHERE c.id = p_conversation_id FOR NO KEY UPDATE;
  SELECT p.role
    INTO v_role
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id;
  v_joins = v_ids = ARRAY[p_caller_id] AND coalesce(v_conversation.kind = 'channel', false)
    AND EXISTS (SELECT FROM users u WHERE u.id = p_caller_id AND u.workspace_role <> 'guest');
  IF v_role IS NULL AND NOT v_joins THEN
    RETURN;
  END IF;

  IF NOT v_conversation.is_group_chat THEN
    v_outcome = 'direct';
  ELSIF NOT v_joins AND v_conversation.admins_only AND v_role = 'member' THEN
    v_outcome = 'admins only';
  ELSIF v_conversation.archived_at IS NOT NULL THEN
    v_outcome = 'archived';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'participants', p_burst, p_per_second);
    SELECT coalesce(jsonb_agg(missing.place - 1 ORDER BY missing.place), '[]')
      INTO v_unknown
      FROM (
        SELECT listed.place
        FROM unnest(v_ids) WITH ORDINALITY listed(id, place)
        LEFT JOIN users u ON u.id = listed.id AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
        WHERE u.id IS NULL
        ORDER BY listed.place
        LIMIT 100
      ) missing;
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    ELSIF v_unknown <> '[]' THEN
      v_outcome = 'unknown users';
    ELSIF v_conversation.participant_count + cardinality(v_ids) > p_max THEN
      v_outcome = 'full';
    END IF;
  END IF;

  IF v_outcome = 'added' THEN
    -- A trigger counts the participants.
    INSERT INTO participants (conversation_id, user_id, role, last_read_seq)
      SELECT
        p_conversation_id, listed.id,
        CASE WHEN v_conversation.participant_count = 0 AND listed.place = 1 THEN 'owner' ELSE 'member' END,
        v_conversation.last_seq
      FROM unnest(v_ids) WITH ORDINALITY listed(id, place)
      ON CONFLICT DO NOTHING;
    IF FOUND THEN
      UPDATE conversations c
        SET
          version = c.version
            + CASE WHEN c.kind = 'channel' AND c.participant_count > p_announced_size THEN 0 ELSE 1 END
        WHERE c.id = p_conversation_id;
    END IF;
  END IF;

  RETURN QUERY SELECT v_outcome, v_retry_after, v_unknown;
END
$function$
