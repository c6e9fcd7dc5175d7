-- Records whom a message mentions, replacing those recorded before. Participants who are mentioned in a reply follow its
-- thread from that reply on.
--
-- A user group mentions its members who participate.
--
-- @channel and @here are stored with the message as its `mentions`, and mention_count derives the people from them. They
-- mean a participant with this username if there is one. They have no effect in a reply that only its thread shows, or if
-- the rule of the workspace keeps the author from using them.
--
-- p_conversation_id, p_seq  the message
-- p_sender_id               the author, who cannot mention themselves
-- p_usernames               a JSON array with one entry for each mention: the lower-case usernames that it may mean,
--                           longest first and separated by a slash. The first one of a participant counts.
--
-- The message stores the participants whom it mentions by name, its author included, as its `mentioned_users`. NULL means
-- that the text has no mention.
--
-- Returns an object: `mentions` and `mentionedUsers`, as the message stores them.
--
-- Locks: the rows that it writes. Callers hold the lock on the conversation.
-- Cost: three index lookups for each username. A mention has as many as dots and hyphens at its end, at most 30. A reply adds a row for each new follower. A
-- mention of a user group adds a row for each member, of whom it has at most 100. A mention of all or of those online adds three index lookups and a row write, however many they are.
CREATE OR REPLACE FUNCTION set_mentions_v3(
  p_conversation_id uuid,
  p_seq bigint,
  p_sender_id uuid,
  p_usernames text
) RETURNS jsonb
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_wide text;
  v_groups jsonb;
  v_mentions jsonb;
  v_users jsonb;
BEGIN
  DELETE FROM mentions m
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq;

  WITH mentioned AS (
    SELECT DISTINCT found.id, found.username
      FROM json_array_elements_text(p_usernames::json) listed(usernames)
      CROSS JOIN LATERAL (
        SELECT u.id, u.username
          FROM unnest(string_to_array(listed.usernames, '/')) WITH ORDINALITY candidate(username, place)
          JOIN users u ON u.username = candidate.username
          JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = u.id
          ORDER BY candidate.place
          LIMIT 1
      ) found
  ), added AS (
    INSERT INTO mentions (user_id, conversation_id, seq, thread_id)
      SELECT mentioned.id, p_conversation_id, p_seq, (
        SELECT m.thread_id
        FROM messages m
        WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq AND NOT m.also_in_conversation
      )
      FROM mentioned
      WHERE mentioned.id <> p_sender_id
      ON CONFLICT DO NOTHING
  )
  SELECT jsonb_agg(jsonb_build_object('id', mentioned.id, 'username', mentioned.username) ORDER BY mentioned.username COLLATE "C")
    INTO v_users
    FROM mentioned;
  IF p_usernames <> '[]' THEN
    v_users = coalesce(v_users, '[]');
  END IF;

  -- A mention that is no participant's username may be the handle of a user group.
  WITH mentioned AS (
    SELECT DISTINCT g.id, g.handle
      FROM json_array_elements_text(p_usernames::json) listed(usernames)
      CROSS JOIN LATERAL (
        SELECT o.id, o.handle
          FROM unnest(string_to_array(listed.usernames, '/')) WITH ORDINALITY candidate(handle, place)
          JOIN user_groups o ON o.handle = candidate.handle
          WHERE NOT EXISTS (
            SELECT
            FROM users u
            JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = u.id
            WHERE u.username = ANY (string_to_array(listed.usernames, '/'))
          )
          ORDER BY candidate.place
          LIMIT 1
      ) g
  ), members AS (
    INSERT INTO mentions (user_id, conversation_id, seq, thread_id)
      SELECT DISTINCT m.user_id, p_conversation_id, p_seq, (
        SELECT o.thread_id
        FROM messages o
        WHERE o.conversation_id = p_conversation_id AND o.seq = p_seq AND NOT o.also_in_conversation
      )
      FROM mentioned
      JOIN user_group_members m ON m.group_id = mentioned.id
      JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = m.user_id
      WHERE m.user_id <> p_sender_id
      ON CONFLICT DO NOTHING
  )
  SELECT jsonb_agg(mentioned.handle ORDER BY mentioned.handle COLLATE "C") INTO v_groups FROM mentioned;

  INSERT INTO thread_followers (user_id, conversation_id, root_id, last_read_seq, last_read_number)
    SELECT mentioned.user_id, p_conversation_id, m.thread_id, p_seq - 1, m.reply_number - 1
    FROM messages m
    JOIN mentions mentioned ON mentioned.conversation_id = m.conversation_id AND mentioned.seq = m.seq
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq AND m.thread_id IS NOT NULL
    ON CONFLICT DO NOTHING;

  SELECT min(word.name)
    INTO v_wide
    FROM json_array_elements_text(p_usernames::json) listed(usernames)
    CROSS JOIN (VALUES ('channel'), ('here')) word(name)
    WHERE word.name = ANY (string_to_array(listed.usernames, '/')) AND NOT EXISTS (
      SELECT
      FROM users u
      JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = u.id
      WHERE u.username = ANY (string_to_array(listed.usernames, '/'))
    );
  IF v_wide IS NOT NULL AND EXISTS (
    SELECT
    FROM messages m
    JOIN conversations c ON c.id = m.conversation_id
    JOIN participants p ON p.conversation_id = m.conversation_id AND p.user_id = p_sender_id
    CROSS JOIN workspace w
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq AND m.thread_only_number IS NULL
      AND (
        c.participant_count <= w.wide_mentions_above OR w.wide_mention_rule = 'everyone'
        OR w.wide_mention_rule = 'admins' AND p.role IN ('owner', 'admin')
      )
  ) THEN
    v_mentions = jsonb_build_object('wide', v_wide);
  END IF;
  IF v_groups IS NOT NULL THEN
    v_mentions = coalesce(v_mentions, '{}') || jsonb_build_object('groups', v_groups);
  END IF;
  UPDATE messages m
    SET mentions = v_mentions, mentioned_users = v_users
    WHERE m.conversation_id = p_conversation_id AND m.seq = p_seq
      AND (m.mentions, m.mentioned_users) IS DISTINCT FROM (v_mentions, v_users);
  RETURN jsonb_build_object('mentions', v_mentions, 'mentionedUsers', v_users);
END
$function$
