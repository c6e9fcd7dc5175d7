-- Appends a message that reports a change of its conversation.
--
-- p_conversation_id  the conversation
-- p_actor_id         the user who made the change
-- p_id               the id of the message
-- p_predicate        the change in English, which follows the name of the user: "joined the channel."
-- p_system           the change as JSON, see SystemEvent in contract/system-messages.ts
--
-- Returns the stored message, or no row if there is no such conversation or user. The user need not take part in the
-- conversation, because leaving it is a change as well. Callers check the right to the change. The text names no deleted
-- user: a call ends after the deletion of the user who started it.
--
-- Repeating a call is safe: the second one returns the first message.
--
-- Locks: the conversation, until the end of the transaction, like every function that assigns a sequence number.
-- Cost: four index lookups and three row writes, and one more for a missed call.
CREATE OR REPLACE FUNCTION add_system_message_v2(
  p_conversation_id uuid,
  p_actor_id uuid,
  p_id uuid,
  p_predicate text,
  p_system text
) RETURNS SETOF messages
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_seq bigint;
  v_name text;
  v_message messages%ROWTYPE;
BEGIN
  SELECT c.last_seq + 1
    INTO v_seq
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  SELECT CASE WHEN u.deleted_at IS NULL THEN coalesce(u.full_name, u.username) ELSE 'Deleted user' END
    INTO v_name
    FROM users u
    WHERE u.id = p_actor_id;
  IF v_seq IS NULL OR v_name IS NULL THEN
    RETURN;
  END IF;

  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  IF NOT FOUND THEN
    INSERT INTO messages AS m (conversation_id, seq, id, sender_id, content, created_at, system)
      VALUES (
        p_conversation_id, v_seq, p_id, p_actor_id, v_name || ' ' || p_predicate, clock_timestamp(), p_system::jsonb
      )
      RETURNING m.* INTO v_message;
    -- Searches do not find it: its row has no words, so that the cleanup function adds none.
    INSERT INTO message_search (conversation_id, created_at, seq, tokens)
      VALUES (p_conversation_id, v_message.created_at, v_seq, '');
    UPDATE conversations c
      SET
        last_seq = v_seq, last_activity_at = v_message.created_at,
        searched_seq = CASE WHEN c.searched_seq = v_seq - 1 THEN v_seq ELSE c.searched_seq END
      WHERE c.id = p_conversation_id;
    -- A missed call counts as unread, except for the caller.
    IF v_message.system ->> 'event' = 'missedCall' THEN
      UPDATE participants p
        SET last_read_seq = v_seq, unread_from = NULL
        WHERE p.conversation_id = p_conversation_id AND p.user_id = p_actor_id;
    END IF;
  END IF;
  RETURN NEXT v_message;
END
$function$
