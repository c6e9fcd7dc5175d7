-- Makes a participant follow a thread. Earlier replies count as read.
--
-- p_conversation_id, p_root_id  the thread
-- p_user_id                     the user
-- p_max                         how many threads a user can follow by this call. Replies and mentions add more.
-- p_burst, p_per_second         the rate limit of the user, see take_allowance
--
-- Returns no row if there is no such thread, or the user is not a participant. Otherwise returns one row:
--   outcome      followed, unchanged (the user follows it already), too many, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   changed_at   when the user followed, for the outcomes followed and unchanged
--
-- Repeating a call is safe: the second one finds the thread followed.
--
-- Locks: the participant, so that no removal comes between the check and the write, then the allowance of the user, so that
-- two calls together never exceed p_max, then the follower, so that the times of this call and of one that unfollows have
-- the order of their changes.
-- Cost: five index lookups, of which one counts up to p_max entries, and two row writes.
CREATE OR REPLACE FUNCTION follow_thread_v2(
  p_conversation_id uuid,
  p_user_id uuid,
  p_root_id uuid,
  p_max bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (outcome text, retry_after double precision, changed_at timestamptz)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_retry_after double precision;
  v_root messages%ROWTYPE;
BEGIN
  SELECT r.*
    INTO v_root
    FROM participants p
    JOIN messages r ON r.conversation_id = p_conversation_id AND r.id = p_root_id
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
    FOR KEY SHARE OF p;
  IF NOT FOUND OR v_root.thread_id IS NOT NULL THEN
    RETURN;
  END IF;

  v_retry_after = take_allowance_v1(p_user_id, 'messages', p_burst, p_per_second);
  IF v_retry_after > 0 THEN
    RETURN QUERY SELECT 'too fast', v_retry_after, NULL::timestamptz;
    RETURN;
  END IF;
  PERFORM 1
    FROM thread_followers f
    WHERE f.user_id = p_user_id AND f.conversation_id = p_conversation_id AND f.root_id = p_root_id
    FOR KEY SHARE;
  IF FOUND THEN
    RETURN QUERY SELECT 'unchanged', v_retry_after, clock_timestamp();
  ELSIF (SELECT count(*) FROM thread_followers f WHERE f.user_id = p_user_id) >= p_max THEN
    RETURN QUERY SELECT 'too many', v_retry_after, NULL::timestamptz;
  ELSE
    INSERT INTO thread_followers (user_id, conversation_id, root_id, last_read_seq, last_read_number)
      SELECT p_user_id, p_conversation_id, p_root_id, coalesce((
        SELECT reply.seq FROM messages reply
        WHERE reply.conversation_id = p_conversation_id AND reply.thread_id = p_root_id
        ORDER BY reply.seq DESC LIMIT 1
      ), v_root.seq), v_root.reply_count
      ON CONFLICT DO NOTHING;
    RETURN QUERY SELECT 'followed', v_retry_after, clock_timestamp();
  END IF;
END
$function$
