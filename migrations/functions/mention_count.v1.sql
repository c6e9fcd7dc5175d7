-- Counts the unread messages in a conversation's timeline that mention a user: by name, or together with others.
--
-- p_user_id, p_conversation_id  the participant
-- p_read_up_to                  the sequence number up to which the user has read
--
-- @channel mentions all participants, and @here those who were online when the message was stored. Nothing is stored for
-- each of them. An index of the few messages with such a mention leads to them.
--
-- A function, because PostgreSQL then keeps the plan. Planning a query of a partitioned table takes longer than running it.
-- Cost: two index lookups, and one or two for each unread mention.
CREATE OR REPLACE FUNCTION mention_count_v1(
  p_user_id uuid,
  p_conversation_id uuid,
  p_read_up_to bigint
) RETURNS bigint
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_named bigint;
  v_wide bigint;
BEGIN
  SELECT count(*)
    INTO v_named
    FROM mentions n
    WHERE n.user_id = p_user_id AND n.conversation_id = p_conversation_id AND n.seq > p_read_up_to
      AND n.thread_id IS NULL;
  SELECT count(*)
    INTO v_wide
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.seq > p_read_up_to AND m.mentions IS NOT NULL
      AND m.deleted_at IS NULL AND is_widely_mentioned_v1(m, p_user_id)
      AND NOT EXISTS (
        SELECT
        FROM mentions n
        WHERE n.user_id = p_user_id AND n.conversation_id = m.conversation_id AND n.seq = m.seq
      );
  RETURN v_named + v_wide;
END
$function$
