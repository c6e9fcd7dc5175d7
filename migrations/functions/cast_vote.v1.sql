-- Replaces the choices of a user in a poll.
--
-- p_conversation_id, p_id  the message with the poll
-- p_caller_id              the user who votes
-- p_session_id             the session in which the user votes
-- p_choices                a JSON array with the places of the chosen options, counted from 0. An empty one withdraws
--                          the vote.
-- p_burst, p_per_second    the rate limit of the user, see take_allowance
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome          changed, unchanged, no such poll, no such option, one choice (the poll accepts only one), closed,
--                    archived, session ended, or too fast
--   retry_after      the seconds to wait after the outcome too fast, otherwise 0
--   is_to_announce   whether the caller queues an announcement. Others who vote before it runs queue none.
--   poll, choices    the poll as it is now, and the choices of the user
--
-- Repeating a call is safe: the second one finds the choices unchanged and takes no allowance.
--
-- Locks: the participant, so that no removal comes between the check and the write, then the poll, so that its counts always
-- equal the votes, then the allowance of the user. Votes do not lock their conversation, so they do not delay messages.
-- Cost: seven index lookups, and for a change two row writes and those of the choices.
CREATE OR REPLACE FUNCTION cast_vote_v1(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_choices text,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  is_to_announce boolean,
  poll jsonb,
  choices jsonb
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
  v_is_to_announce boolean = false;
  v_poll polls%ROWTYPE;
  v_before jsonb;
  v_after jsonb;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after, false, NULL::jsonb, NULL::jsonb;
    RETURN;
  END IF;
  PERFORM 1
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_caller_id
    FOR KEY SHARE;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  SELECT o.*
    INTO v_poll
    FROM polls o
    WHERE o.conversation_id = p_conversation_id AND o.message_id = p_id
    FOR NO KEY UPDATE;
  -- A separate statement, because it must see what others committed while the one above waited for the lock.
  SELECT coalesce(jsonb_agg(v.option ORDER BY v.option), '[]')
    INTO v_before
    FROM poll_votes v
    WHERE v.conversation_id = p_conversation_id AND v.message_id = p_id AND v.user_id = p_caller_id;
  SELECT coalesce(jsonb_agg(DISTINCT chosen.option ORDER BY chosen.option), '[]')
    INTO v_after
    FROM (SELECT value::smallint AS option FROM jsonb_array_elements_text(p_choices::jsonb)) chosen;

  IF v_poll.message_id IS NULL THEN
    v_outcome = 'no such poll';
  ELSIF v_before = v_after THEN
    v_outcome = 'unchanged';
  ELSIF v_poll.poll ? 'closedAt' OR (v_poll.poll ->> 'closesAt')::timestamptz <= clock_timestamp() THEN
    v_outcome = 'closed';
  ELSIF EXISTS (SELECT FROM conversations c WHERE c.id = p_conversation_id AND c.archived_at IS NOT NULL) THEN
    v_outcome = 'archived';
  ELSIF (v_after -> -1)::integer >= jsonb_array_length(v_poll.poll -> 'options') THEN
    v_outcome = 'no such option';
  ELSIF jsonb_array_length(v_after) > 1 AND NOT (v_poll.poll -> 'isMultiple')::boolean THEN
    v_outcome = 'one choice';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'votes', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    END IF;
  END IF;

  IF v_outcome = 'changed' THEN
    DELETE FROM poll_votes v
      WHERE v.conversation_id = p_conversation_id AND v.message_id = p_id AND v.user_id = p_caller_id
        AND NOT v_after @> to_jsonb(v.option);
    INSERT INTO poll_votes (conversation_id, message_id, user_id, option, voted_at)
      SELECT p_conversation_id, p_id, p_caller_id, chosen.option::smallint, clock_timestamp()
      FROM jsonb_array_elements_text(v_after) chosen (option)
      ON CONFLICT DO NOTHING;
    -- A job that is lost must not keep later votes from being announced.
    v_is_to_announce = coalesce(v_poll.announcing_at < clock_timestamp() - interval '10 seconds', true);
    UPDATE polls o
      SET
        announcing_at = CASE WHEN v_is_to_announce THEN clock_timestamp() ELSE o.announcing_at END,
        poll = o.poll || jsonb_build_object(
          'version', (o.poll -> 'version')::bigint + 1,
          'voterCount', (o.poll -> 'voterCount')::bigint + (v_after <> '[]')::integer - (v_before <> '[]')::integer,
          'options', (
            SELECT jsonb_agg(
              known.option || jsonb_build_object(
                'votes',
                (known.option -> 'votes')::bigint
                  + (v_after @> to_jsonb(known.place - 1))::integer
                  - (v_before @> to_jsonb(known.place - 1))::integer
              )
              ORDER BY known.place
            )
            FROM jsonb_array_elements(o.poll -> 'options') WITH ORDINALITY known (option, place)
          )
        )
      WHERE o.conversation_id = p_conversation_id AND o.message_id = p_id
      RETURNING o.* INTO v_poll;
  END IF;

  RETURN QUERY SELECT
    v_outcome, v_retry_after, v_is_to_announce, v_poll.poll,
    CASE WHEN v_outcome = 'changed' THEN v_after ELSE v_before END;
END
$function$
