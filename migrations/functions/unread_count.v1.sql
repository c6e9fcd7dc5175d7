-- Counts a user's unread messages in a conversation: those after the read position that still exist, that the timeline
-- shows and that a user wrote. A missed call counts as well.
--
-- p_conversation_id  the conversation
-- p_last_seq         its last sequence number
-- p_read_up_to       the sequence number up to which the user has read
--
-- The sequence numbers and the numbers of replies give the count without reading messages. An index of the others, few as
-- a rule, gives those to leave out.
--
-- A function, so that PostgreSQL can keep the plans: see README.md.
-- Cost: three index lookups, and one for each unread message that is deleted or reports a change.
CREATE OR REPLACE FUNCTION unread_count_v1(
  p_conversation_id uuid,
  p_last_seq bigint,
  p_read_up_to bigint
) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_thread_only bigint;
  v_thread_only_before bigint;
  v_uncounted bigint;
BEGIN
  IF p_last_seq <= p_read_up_to THEN
    RETURN 0;
  END IF;

  -- The last reply of this kind has their number.
  SELECT m.thread_only_number
    INTO v_thread_only
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.seq <= p_last_seq AND m.thread_only_number IS NOT NULL
    ORDER BY m.seq DESC
    LIMIT 1;
  SELECT m.thread_only_number
    INTO v_thread_only_before
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.seq <= p_read_up_to AND m.thread_only_number IS NOT NULL
    ORDER BY m.seq DESC
    LIMIT 1;
  SELECT count(*)
    INTO v_uncounted
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.seq > p_read_up_to
      AND (m.deleted_at IS NOT NULL OR m.system IS NOT NULL) AND m.thread_only_number IS NULL
      AND (m.deleted_at IS NOT NULL OR m.system ->> 'event' <> 'missedCall');
  RETURN greatest(
    0, p_last_seq - p_read_up_to - coalesce(v_thread_only, 0) + coalesce(v_thread_only_before, 0) - v_uncounted
  );
END
$function$
