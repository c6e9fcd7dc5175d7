-- Records which participants a message mentions, replacing what was recorded before.
--
-- p_conversation_id, p_seq  the message
-- p_sender_id               the author, who cannot mention themselves
-- p_usernames               a JSON array of lower-case usernames. Names of other users than participants have no effect.
--
-- Locks: the rows that it writes. Callers hold the lock on the conversation.
-- Cost: two index lookups for each username.
CREATE OR REPLACE FUNCTION set_mentions_v1(
  p_conversation_id uuid,
  p_seq bigint,
  p_sender_id uuid,
  p_usernames text
) RETURNS void
LANGUAGE plpgsql AS $function$
BEGIN
  DELETE FROM mentions m
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq;

  INSERT INTO mentions (user_id, conversation_id, seq)
    SELECT u.id, p_conversation_id, p_seq
    FROM json_array_elements_text(p_usernames::json) listed(username)
    JOIN users u ON u.username = listed.username
    JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = u.id
    WHERE u.id <> p_sender_id
    ON CONFLICT DO NOTHING;
END
$function$
