-- Removes the users who have left a call, and ends the call if it is over.
--
-- p_conversation_id  the conversation
-- p_call_id          the call, or NULL for the one under way
-- p_user_id, p_seat  a user who leaves now, or NULL
-- p_connection_id    a connection that has ended, or NULL. The user leaves unless another connection has taken over.
-- p_is_changed       whether a participant was removed from the conversation, and thus from the call
-- p_is_unanswered    whether to end an unanswered call of a direct conversation
-- p_declined_by      a user for whom the call stops ringing, or NULL
-- p_check            the number of the check that calls this function, or NULL
-- p_max_ringing      the most participants of a group in which calls ring
--
-- Returns no row if there is no such call. Otherwise returns one row:
--   call_id     the call
--   outcome     unchanged, changed (users have left), or ended
--   is_next     whether this was the check whose turn it was, so that the caller queues the next one
--   started_by  the user who started the call
--   seconds     how long it has taken since it was answered, or NULL if it is unanswered
--   is_rung     whether calls ring in this conversation: it is direct, or a small group
--   is_pushed   whether the call rings by Web Push on devices of absent users, and no later notification replaced that
--   silenced    the users of a small group who declined the call, and those who have left it, as JSON
--
-- With its first check, the call of a small group stops ringing, which is a change. It goes on. It no longer rings for
-- users who have left it.
--
-- Repeating a call is safe: the second one finds the call gone or unchanged.
--
-- Locks: the conversation, until the end of the transaction, like join_call.
-- Cost: four index lookups and up to three row writes.
CREATE OR REPLACE FUNCTION settle_call_v4(
  p_conversation_id uuid,
  p_call_id uuid,
  p_user_id uuid,
  p_seat uuid,
  p_connection_id text,
  p_is_changed boolean,
  p_is_unanswered boolean,
  p_declined_by uuid,
  p_check bigint,
  p_max_ringing bigint
) RETURNS TABLE (
  call_id uuid,
  outcome text,
  is_next boolean,
  started_by uuid,
  seconds double precision,
  is_rung boolean,
  is_pushed boolean,
  silenced text
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_is_direct boolean;
  v_is_small_group boolean;
  v_call calls%ROWTYPE;
  v_left bigint;
  v_silenced uuid[];
  v_present bigint;
  v_outcome text = 'unchanged';
BEGIN
  SELECT c.kind = 'direct', c.kind = 'group' AND c.participant_count BETWEEN 2 AND p_max_ringing
    INTO v_is_direct, v_is_small_group
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  SELECT c.* INTO v_call FROM calls c WHERE c.conversation_id = p_conversation_id AND c.id = coalesce(p_call_id, c.id);
  IF NOT FOUND THEN
    RETURN;
  END IF;

  WITH gone AS (
    DELETE FROM call_participants p
      WHERE p.conversation_id = p_conversation_id
        AND (
          p.lease_until <= clock_timestamp()
          OR p.user_id = p_user_id AND p.seat = p_seat
          OR p.connection_id = p_connection_id
        )
      RETURNING p.user_id
  )
  SELECT count(*), coalesce(array_agg(gone.user_id) FILTER (WHERE gone.user_id <> ALL (v_call.silenced)), '{}')
    INTO v_left, v_silenced
    FROM gone;
  p_is_changed = p_is_changed OR v_left > 0
    OR v_is_small_group AND p_check = 0 AND v_call.checks = 0;
  IF p_declined_by IS NOT NULL AND v_is_small_group AND v_call.checks = 0 AND p_declined_by <> ALL (v_call.silenced) THEN
    v_silenced = v_silenced || p_declined_by;
    p_is_changed = true;
  END IF;
  SELECT count(*) INTO v_present FROM call_participants p WHERE p.conversation_id = p_conversation_id;

  IF v_present = 0
    OR v_is_direct AND v_present = 1 AND v_call.answered_at IS NOT NULL
    OR v_is_direct AND p_is_unanswered AND v_call.answered_at IS NULL
  THEN
    v_outcome = 'ended';
    DELETE FROM calls c WHERE c.conversation_id = p_conversation_id;
  ELSE
    IF p_is_changed THEN
      v_outcome = 'changed';
    END IF;
    UPDATE calls c
      SET
        version = c.version + CASE WHEN p_is_changed THEN 1 ELSE 0 END,
        silenced = c.silenced || v_silenced,
        checks = c.checks + CASE WHEN c.checks = p_check THEN 1 ELSE 0 END
      WHERE c.conversation_id = p_conversation_id AND (p_is_changed OR c.checks = p_check);
  END IF;
  RETURN QUERY SELECT
    v_call.id, v_outcome, v_outcome <> 'ended' AND p_check IS NOT NULL AND v_call.checks = p_check, v_call.started_by,
    extract(epoch FROM clock_timestamp() - v_call.answered_at)::double precision,
    v_is_direct OR v_is_small_group, v_call.is_pushed, to_json(v_call.silenced || v_silenced)::text;
END
$function$
