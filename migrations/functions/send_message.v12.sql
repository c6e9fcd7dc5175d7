-- Appends a message to a conversation: checks membership, assigns the next sequence number, stores the message with its
-- mentions and attachments, and finds the connections to push it to.
--
-- p_conversation_id      the conversation
-- p_sender_id            the author
-- p_session_id           the session in which the author sends, or NULL for a scheduled message. Without a session, the
--                        author must be active: the outcome is session ended otherwise.
-- p_id                   the id that the client chose for the message
-- p_content              the text
-- p_reply_to             the message that this one quotes, or NULL
-- p_thread_id            the root of the thread that this message replies in, or NULL. Any reply stands for its root.
-- p_also_in_conversation whether the timeline shows the reply as well
-- p_max_followers        how many followers of the thread to return at most
-- p_max_repliers         how many of its first authors the root lists at most
-- p_max_connections      how many connections to return at most
-- p_burst, p_per_second  the rate limit of the user, see take_allowance
-- p_mentions             a JSON array of the usernames that the text mentions
-- p_attachments          a JSON array with the ids of uploaded files, in the order of display
-- p_tokens               the text of a tsvector with everything by which the message is found, except for its files
-- p_poll                 the poll of the message as JSON, or NULL
--
-- Returns NULL if the author is not a participant, or if there is no such conversation. Otherwise returns an object. It
-- is one value, and does not repeat what the caller knows, because each column of a result costs the Data API and the
-- function time:
--   outcome               created; repeated (the author has sent this id before); session ended, id taken,
--                         reply to nothing, no such thread, archived, admins post (only the owner and admins may),
--                         no such attachment, or too fast (nothing is stored)
--   retryAfter            the seconds to wait after the outcome too fast, otherwise 0
-- After the outcomes created and repeated, it also has:
--   seq, createdAt, attachments, threadId, replyNumber, mentions, mentionedUsers
--                         of the stored message. For a repeated one, the caller reads the message.
--   participantCount      the number of participants
--   isForAbsent           whether a participant without an open connection has subscribed to Web Push. Only followers
--                         of the thread count if only the thread shows the message.
--   isForMail             whether an absent user may get an e-mail about the message and waits for none yet: the other
--                         user of a direct conversation, or a mentioned one. Always true for a wide mention.
--   followerIds           an array of the users who follow the thread, or null if there are more than p_max_followers
--   connectionIds         an array of the open connections of all participants, at most p_max_connections. The Data API
--                         allows 64 KB for a row, so p_max_connections must stay far below a thousand.
--
-- Repeating a call is safe, even simultaneously: each statement of a function sees what was committed before that
-- statement, so the second call waits for the lock, finds the first message, and takes no sequence number.
--
-- Locks: the conversation first, until the end of the transaction, then the allowance of the user. All sends and changes
-- of one conversation therefore run one after the other, and each sees the result of the previous one: sequence numbers
-- have no gaps, and a removed participant cannot send.
-- One statement, and hence one call of the Data API and one transaction. A function that dies during the call leaves
-- either a complete message or none.
-- Cost: eight statements and two checks of foreign keys, of which most take longer to start than to run: a fixed number
-- of index lookups, about seven row writes, and an index entry for each word. A reply adds four index lookups and two
-- row writes, and the first one of a thread a row for each participant whom the root mentions. If a participant may be
-- absent, one statement more finds absent subscribers, and in a direct conversation a second one finds out about the
-- e-mail. So does a mention, with three index lookups for each mentioned user. Finding absent subscribers and
-- connections is linear in the number of participants and connections; p_max_connections bounds the second.
CREATE OR REPLACE FUNCTION send_message_v12(
  p_conversation_id uuid,
  p_sender_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_content text,
  p_reply_to uuid,
  p_thread_id uuid,
  p_also_in_conversation boolean,
  p_max_followers bigint,
  p_max_repliers integer,
  p_max_connections bigint,
  p_burst double precision,
  p_per_second double precision,
  p_mentions text,
  p_attachments text,
  p_tokens text,
  p_poll text
) RETURNS jsonb
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_seq bigint;
  v_created_at timestamptz;
  v_role text;
  v_is_session_over boolean;
  v_is_archived boolean;
  v_is_direct boolean;
  v_posting_rule text;
  v_participant_count bigint;
  v_first_sender_id uuid;
  v_outcome text = 'created';
  v_retry_after double precision = 0;
  v_attachments jsonb = '[]';
  v_tokens tsvector = p_tokens::tsvector;
  v_mentions jsonb;
  v_root messages%ROWTYPE;
  v_reply_number bigint;
  v_is_thread_only boolean = p_thread_id IS NOT NULL AND NOT p_also_in_conversation;
  v_thread_only_number bigint;
  v_timeline_seq bigint;
  v_connection_ids jsonb;
  v_may_be_absent boolean;
  v_is_for_absent boolean = false;
  v_is_for_mail boolean = false;
  v_follower_ids jsonb;
BEGIN
  SELECT c.last_seq + 1, c.archived_at IS NOT NULL, c.posting_rule, c.kind = 'direct', c.participant_count
    INTO v_seq, v_is_archived, v_posting_rule, v_is_direct, v_participant_count
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;

  -- A separate statement, because it must see what others committed while the one above waited for the lock.
  SELECT
      (SELECT p.role FROM participants p WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id),
      EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL),
      (SELECT m.sender_id FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_id)
    INTO v_role, v_is_session_over, v_first_sender_id;
  IF p_session_id IS NULL THEN
    v_is_session_over = NOT EXISTS (
      SELECT FROM users u WHERE u.id = p_sender_id AND u.deleted_at IS NULL AND u.deactivated_at IS NULL
    );
  END IF;
  IF v_role IS NULL AND NOT v_is_session_over THEN
    RETURN NULL;
  END IF;

  -- 1. Decide. Conditions with a query are in separate blocks: PostgreSQL starts the query of a condition even where
  -- the first half of the condition is false.
  IF v_is_session_over THEN
    v_outcome = 'session ended';
  ELSIF v_first_sender_id IS NOT NULL THEN
    v_outcome = CASE WHEN v_first_sender_id = p_sender_id THEN 'repeated' ELSE 'id taken' END;
  END IF;
  IF v_outcome = 'created' AND p_reply_to IS NOT NULL THEN
    IF NOT EXISTS (SELECT FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_reply_to) THEN
      v_outcome = 'reply to nothing';
    END IF;
  END IF;
  IF v_outcome = 'created' AND p_thread_id IS NOT NULL THEN
    SELECT root.*
      INTO v_root
      FROM messages m
      JOIN messages root ON root.conversation_id = p_conversation_id AND root.id = coalesce(m.thread_id, m.id)
      WHERE m.conversation_id = p_conversation_id AND m.id = p_thread_id;
    IF NOT FOUND THEN
      v_outcome = 'no such thread';
    END IF;
    p_thread_id = v_root.id;
    v_reply_number = v_root.reply_count + 1;
  END IF;
  IF v_outcome <> 'created' THEN
    NULL;
  ELSIF v_is_archived THEN
    v_outcome = 'archived';
  ELSIF v_posting_rule = 'admins' AND v_role NOT IN ('owner', 'admin') THEN
    v_outcome = 'admins post';
  ELSIF p_attachments <> '[]' THEN
    SELECT coalesce(
        jsonb_agg(
          jsonb_strip_nulls(jsonb_build_object(
            'id', a.id,
            'fileName', a.file_name,
            'contentType', a.content_type,
            'sizeBytes', a.size_bytes,
            'width', a.width,
            'height', a.height
          ))
          ORDER BY listed.position
        ),
        '[]'
      )
      INTO v_attachments
      FROM json_array_elements_text(p_attachments::json) WITH ORDINALITY listed(id, position)
      JOIN attachments a ON a.id = listed.id::uuid
      WHERE a.conversation_id = p_conversation_id AND a.uploader_id = p_sender_id AND a.message_id IS NULL;
    IF jsonb_array_length(v_attachments) <> json_array_length(p_attachments::json) THEN
      v_outcome = 'no such attachment';
    END IF;
  END IF;
  IF v_outcome = 'created' THEN
    v_retry_after = take_allowance_v1(p_sender_id, 'messages', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    END IF;
  END IF;

  -- 2. Store.
  IF v_outcome = 'created' THEN
    v_created_at = clock_timestamp();
    IF v_is_thread_only THEN
      SELECT
          1 + coalesce((
            SELECT o.thread_only_number
            FROM messages o
            WHERE o.conversation_id = p_conversation_id AND o.thread_only_number IS NOT NULL
            ORDER BY o.seq DESC
            LIMIT 1
          ), 0),
          (
            SELECT coalesce(o.timeline_seq, o.seq)
            FROM messages o
            WHERE o.conversation_id = p_conversation_id AND o.seq < v_seq
            ORDER BY o.seq DESC
            LIMIT 1
          )
        INTO v_thread_only_number, v_timeline_seq;
    END IF;
    INSERT INTO messages (
        conversation_id, seq, id, sender_id, content, reply_to, created_at, attachments,
        thread_id, also_in_conversation, reply_number, thread_only_number, timeline_seq, poll
      )
      VALUES (
        p_conversation_id, v_seq, p_id, p_sender_id, p_content, p_reply_to, v_created_at, v_attachments,
        p_thread_id, p_thread_id IS NOT NULL AND p_also_in_conversation, v_reply_number, v_thread_only_number,
        v_timeline_seq, p_poll::jsonb
      );
    IF p_poll IS NOT NULL THEN
      INSERT INTO polls (conversation_id, message_id, poll)
        VALUES (p_conversation_id, p_id, p_poll::jsonb);
    END IF;
    IF p_attachments <> '[]' THEN
      v_tokens = v_tokens || attached_tokens_v1(p_attachments);
    END IF;
    IF v_tokens IS NOT NULL THEN
      INSERT INTO message_search (conversation_id, created_at, seq, tokens)
        VALUES (p_conversation_id, v_created_at, v_seq, v_tokens);
    END IF;
    UPDATE conversations c
      SET
        last_seq = v_seq,
        last_activity_at = CASE WHEN v_is_thread_only THEN c.last_activity_at ELSE v_created_at END,
        -- A gap remains until the cleanup function has filled it.
        searched_seq = CASE WHEN c.searched_seq = v_seq - 1 AND v_tokens IS NOT NULL THEN v_seq ELSE c.searched_seq END
      WHERE c.id = p_conversation_id;
    IF NOT v_is_thread_only THEN
      UPDATE participants p
        SET last_read_seq = v_seq, unread_from = NULL
        WHERE p.conversation_id = p_conversation_id AND p.user_id = p_sender_id;
    END IF;
    IF p_thread_id IS NOT NULL THEN
      UPDATE messages m
        SET
          reply_count = v_reply_number, last_reply_at = v_created_at,
          replier_ids = CASE
            WHEN jsonb_array_length(m.replier_ids) < p_max_repliers
              AND NOT m.replier_ids @> to_jsonb(p_sender_id::text)
            THEN m.replier_ids || to_jsonb(p_sender_id::text)
            ELSE m.replier_ids
          END
        WHERE m.conversation_id = p_conversation_id AND m.seq = v_root.seq;
      INSERT INTO thread_followers AS f (user_id, conversation_id, root_id, last_read_seq, last_read_number)
        VALUES (p_sender_id, p_conversation_id, p_thread_id, v_seq, v_reply_number)
        ON CONFLICT (user_id, conversation_id, root_id)
          DO UPDATE SET last_read_seq = excluded.last_read_seq, last_read_number = excluded.last_read_number;
    END IF;
    -- With the first reply, the author of the root and the people mentioned there follow the thread.
    IF v_reply_number = 1 THEN
      INSERT INTO thread_followers (user_id, conversation_id, root_id, last_read_seq)
        SELECT p.user_id, p_conversation_id, p_thread_id, v_root.seq
        FROM (
          SELECT v_root.sender_id AS user_id
            WHERE v_root.system IS NULL
          UNION
          SELECT m.user_id
            FROM mentions m
            WHERE m.conversation_id = p_conversation_id AND m.seq = v_root.seq
        ) concerned
        JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = concerned.user_id
        ON CONFLICT DO NOTHING;
    END IF;
    IF p_mentions <> '[]' THEN
      v_mentions = set_mentions_v3(p_conversation_id, v_seq, p_sender_id, p_mentions);
    END IF;
    IF p_attachments <> '[]' THEN
      UPDATE attachments a
        SET message_id = p_id
        FROM json_array_elements_text(p_attachments::json) listed(id)
        WHERE a.id = listed.id::uuid;
    END IF;
  ELSIF v_outcome = 'repeated' THEN
    SELECT m.seq, m.created_at, m.thread_id
      INTO v_seq, v_created_at, p_thread_id
      FROM messages m
      WHERE m.conversation_id = p_conversation_id AND m.id = p_id;
  ELSE
    RETURN jsonb_build_object('outcome', v_outcome, 'retryAfter', v_retry_after);
  END IF;

  -- 3. Return the message's number, and whom it concerns.
  SELECT
      coalesce(jsonb_agg(open.connection_id), '[]'),
      -- Beyond the limit, the connections of further participants are unknown.
      count(*) = p_max_connections OR count(DISTINCT open.user_id) < v_participant_count
    INTO v_connection_ids, v_may_be_absent
    FROM (
      SELECT c.connection_id, c.user_id
        FROM participants p
        JOIN connections c ON c.user_id = p.user_id
        WHERE p.conversation_id = p_conversation_id AND c.expires_at > now()
        LIMIT p_max_connections
    ) open;
  IF v_outcome = 'created' AND v_may_be_absent THEN
    IF v_is_thread_only THEN
      v_is_for_absent = EXISTS (
        SELECT
        FROM thread_followers f
        JOIN push_subscriptions s ON s.user_id = f.user_id
        JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = f.user_id
        WHERE f.conversation_id = p_conversation_id AND f.root_id = p_thread_id
          AND f.user_id <> p_sender_id AND p.notify <> 'nothing'
          AND NOT EXISTS (
            SELECT FROM connections c WHERE c.user_id = f.user_id AND c.expires_at > now()
          )
      );
    ELSE
      v_is_for_absent = EXISTS (
        SELECT
        FROM push_subscriptions s
        JOIN participants p ON p.conversation_id = p_conversation_id AND p.user_id = s.user_id
        WHERE p.user_id <> p_sender_id AND p.notify <> 'nothing'
          AND NOT EXISTS (
            SELECT FROM connections c WHERE c.user_id = s.user_id AND c.expires_at > now()
          )
      );
    END IF;
  END IF;
  IF v_outcome = 'created' THEN
    IF v_mentions -> 'mentions' ->> 'wide' IS NOT NULL THEN
      v_is_for_mail = true;
    ELSIF v_is_direct AND v_may_be_absent OR p_mentions <> '[]' THEN
      v_is_for_mail = EXISTS (
        SELECT
        FROM (
          SELECT p.user_id
            FROM participants p
            WHERE v_is_direct AND p.conversation_id = p_conversation_id
          UNION ALL
          SELECT n.user_id
            FROM mentions n
            WHERE n.conversation_id = p_conversation_id AND n.seq = v_seq
        ) concerned
        JOIN users u ON u.id = concerned.user_id
        WHERE concerned.user_id <> p_sender_id AND u.missed_mails AND u.email_verified_at IS NOT NULL
          AND NOT EXISTS (SELECT FROM missed_mails w WHERE w.user_id = u.id AND w.due_at IS NOT NULL)
          AND NOT EXISTS (SELECT FROM connections c WHERE c.user_id = u.id AND c.expires_at > now())
      );
    END IF;
  END IF;
  IF p_thread_id IS NOT NULL THEN
    SELECT CASE WHEN count(*) <= p_max_followers THEN jsonb_agg(follower.user_id) END
      INTO v_follower_ids
      FROM (
        SELECT f.user_id
          FROM thread_followers f
          WHERE f.conversation_id = p_conversation_id AND f.root_id = p_thread_id
          ORDER BY f.user_id
          LIMIT p_max_followers + 1
      ) follower;
  END IF;
  RETURN jsonb_build_object(
    'outcome', v_outcome,
    'retryAfter', 0,
    'seq', v_seq,
    'createdAt', v_created_at,
    'attachments', v_attachments,
    'threadId', p_thread_id,
    'replyNumber', v_reply_number,
    'mentions', v_mentions -> 'mentions',
    'mentionedUsers', v_mentions -> 'mentionedUsers',
    'participantCount', v_participant_count,
    'isForAbsent', v_is_for_absent,
    'isForMail', v_is_for_mail,
    'followerIds', v_follower_ids,
    'connectionIds', v_connection_ids
  );
END
$function$
