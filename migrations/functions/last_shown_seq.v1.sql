-- Returns the sequence number of the last message that the timeline of a conversation shows, or 0 if there is none.
--
-- p_conversation_id  the conversation
-- p_last_seq         its last sequence number
--
-- Cost: one index lookup.
CREATE OR REPLACE FUNCTION last_shown_seq_v1(
  p_conversation_id uuid,
  p_last_seq bigint
) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  RETURN coalesce((
    SELECT coalesce(m.timeline_seq, m.seq)
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_last_seq
  ), 0);
END
$function$
