-- Replaces the text of a message and the mentions in it. Keeps the earlier text, if the workspace keeps versions.
--
-- p_conversation_id, p_id  the message
-- p_caller_id              the user who edits
-- p_session_id             the session in which the user edits
-- p_content                the new text
-- p_mentions               a JSON array of the usernames that the new text mentions
-- p_tokens                 the text of a tsvector with everything by which the message is found, except for its files
--                          and its thread
-- p_max_versions           how many earlier versions of a message to keep: the first one, and the newest others
-- p_burst, p_per_second    the rate limit of the user, see take_allowance
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome      changed, unchanged (the message has this text already), no such message, not the author, deleted,
--                empty (neither text nor attachments would remain), forwarded (the text is another author's), poll (the
--                text is that of the poll), archived, session ended, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   message      the message as it is now
--
-- Repeating a call is safe: the second one finds the message unchanged and takes neither a revision nor an allowance.
--
-- Locks: the conversation first, then the allowance of the user. Every function takes them in this order.
-- One statement, so that a revision exists exactly if its change does.
-- Cost: six index lookups, and for a change eight lookups, seven row writes, one for each word, and the mentions.
CREATE OR REPLACE FUNCTION edit_message_v8(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_content text,
  p_mentions text,
  p_tokens text,
  p_max_versions bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  message messages
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_revision bigint = next_revision_v1(p_conversation_id, p_caller_id);
  v_outcome text = 'changed';
  v_retry_after double precision = 0;
  v_message messages%ROWTYPE;
  v_number bigint;
  v_mentions jsonb;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after, v_message;
    RETURN;
  ELSIF v_revision IS NULL THEN
    RETURN;
  END IF;

  SELECT m.*
    INTO v_message
    FROM messages m
    WHERE m.conversation_id = p_conversation_id AND m.id = p_id;

  IF NOT FOUND THEN
    v_outcome = 'no such message';
  ELSIF v_message.sender_id <> p_caller_id OR v_message.system IS NOT NULL THEN
    v_outcome = 'not the author';
  ELSIF v_message.deleted_at IS NOT NULL THEN
    v_outcome = 'deleted';
  ELSIF p_content = '' AND v_message.attachments = '[]' THEN
    v_outcome = 'empty';
  ELSIF v_message.content = p_content THEN
    v_outcome = 'unchanged';
  ELSIF v_message.forwarded IS NOT NULL THEN
    v_outcome = 'forwarded';
  ELSIF v_message.poll IS NOT NULL THEN
    v_outcome = 'poll';
  ELSIF EXISTS (SELECT FROM conversations c WHERE c.id = p_conversation_id AND c.archived_at IS NOT NULL) THEN
    v_outcome = 'archived';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'messages', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    END IF;
  END IF;

  IF v_outcome = 'changed' THEN
    IF (SELECT w.keeps_versions FROM workspace w) THEN
      SELECT coalesce(max(v.number), 0) + 1
        INTO v_number
        FROM message_versions v
        WHERE v.conversation_id = p_conversation_id AND v.message_id = p_id;
      INSERT INTO message_versions (conversation_id, message_id, number, content, written_at)
        VALUES (
          p_conversation_id, p_id, v_number, v_message.content, coalesce(v_message.edited_at, v_message.created_at)
        );
      DELETE FROM message_versions v
        WHERE v.conversation_id = p_conversation_id AND v.message_id = p_id
          AND v.number > 1 AND v.number <= v_number - p_max_versions + 1;
    END IF;
    UPDATE messages m
      SET
        content = p_content, edited_at = clock_timestamp(), revision = v_revision,
        -- Previews of links that are gone go at once. The link-previews function decides about the others.
        previews = (
          SELECT jsonb_agg(each.preview ORDER BY each.place)
          FROM jsonb_array_elements(m.previews) WITH ORDINALITY each(preview, place)
          WHERE position(regexp_replace(each.preview ->> 'url', '^[^:]*://', '') IN p_content) > 0
        )
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.* INTO v_message;
    -- The trigger on messages has made sure that the row exists.
    UPDATE message_search s
      SET tokens = p_tokens::tsvector || attached_tokens_v1(
        (SELECT coalesce(json_agg(each ->> 'id'), '[]')::text FROM jsonb_array_elements(v_message.attachments) each)
      ) || CASE WHEN v_message.thread_id IS NULL THEN '' ELSE '''=thread''' END::tsvector
      WHERE s.conversation_id = p_conversation_id AND s.created_at = v_message.created_at AND s.seq = v_message.seq;
    UPDATE conversations c
      SET last_revision = v_revision
      WHERE c.id = p_conversation_id;
    v_mentions = set_mentions_v3(p_conversation_id, v_message.seq, p_caller_id, p_mentions);
    v_message.mentions = nullif(v_mentions -> 'mentions', 'null');
    v_message.mentioned_users = nullif(v_mentions -> 'mentionedUsers', 'null');
  END IF;

  RETURN QUERY SELECT v_outcome, v_retry_after, v_message;
END
$function$
