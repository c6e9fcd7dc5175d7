-- Records which participants a message mentions, replacing those recorded before. Participants who are mentioned in a
-- reply follow its thread from that reply on.
--
-- p_conversation_id, p_seq  the message
-- p_sender_id               the author, who cannot mention themselves
-- p_usernames               a JSON array with one entry for each mention: the lower-case usernames that it may mean,
--                           longest first and separated by a slash. The first one of a participant counts.
--
-- Locks: the rows that it writes. Callers hold the lock on the conversation.
-- Cost: three index lookups for each username. A mention has at most four. A reply adds a row for each new follower.
CREATE OR REPLACE FUNCTION set_mentions_v1(
  p_conversation_id uuid,
  p_seq bigint,
  p_sender_id uuid,
  p_usernames text
) RETURNS void
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  DELETE FROM mentions m
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq;

  INSERT INTO mentions (user_id, conversation_id, seq, thread_id)
    SELECT mentioned.id, p_conversation_id, p_seq, (
      SELECT m.thread_id
      FROM messages m
      WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq AND NOT m.also_in_conversation
    )
    FROM json_array_elements_text(p_usernames::json) listed(usernames)
    CROSS JOIN LATERAL (
      SELECT u.id
        FROM unnest(string_to_array(listed.usernames, '/')) WITH ORDINALITY candidate(username, place)
        JOIN users u ON u.username = candidate.username
        JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = u.id
        ORDER BY candidate.place
        LIMIT 1
    ) mentioned
    WHERE mentioned.id <> p_sender_id
    ON CONFLICT DO NOTHING;

  INSERT INTO thread_followers (user_id, conversation_id, root_id, last_read_seq, last_read_number)
    SELECT mentioned.user_id, p_conversation_id, m.thread_id, p_seq - 1, m.reply_number - 1
    FROM messages m
    JOIN mentions mentioned ON mentioned.conversation_id = m.conversation_id AND mentioned.seq = m.seq
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq AND m.thread_id IS NOT NULL
    ON CONFLICT DO NOTHING;
END
$function$
