-- Adds or removes the reaction of a user to a message.
--
-- p_conversation_id, p_id  the message
-- p_caller_id              the user who reacts
-- p_session_id             the session in which the user reacts
-- p_emoji                  the emoji, or the :name: of an emoji of the workspace
-- p_is_set                 true to add the reaction, false to remove it
-- p_max_kinds              how many different emoji a message can have
-- p_max_total              how many reactions a message can have
-- p_max_own                how many different emoji the user can add to one message
-- p_burst, p_per_second    the rate limit of the user, see take_allowance
--
-- Returns no row if the caller is not a participant. Otherwise returns one row:
--   outcome      changed, unchanged, no such message, deleted, archived, no such emoji, too many, too many own, session
--                ended, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   message      the message as it is now
--
-- Repeating a call is safe: the second one finds the reaction unchanged and takes neither a revision nor an allowance.
--
-- Locks: the conversation first, then the allowance of the user.
-- One statement, so that the reactions in the row of the message always equal those in the table beside it.
-- Cost: a change reads all reactions to the message, which p_max_total bounds.
CREATE OR REPLACE FUNCTION set_reaction_v5(
  p_conversation_id uuid,
  p_caller_id uuid,
  p_session_id uuid,
  p_id uuid,
  p_emoji text,
  p_is_set boolean,
  p_max_kinds bigint,
  p_max_total bigint,
  p_max_own bigint,
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
  v_is_set_already boolean;
  v_message messages%ROWTYPE;
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
  v_is_set_already = EXISTS (
    SELECT
    FROM reactions r
    WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id
      AND r.emoji = p_emoji AND r.user_id = p_caller_id
  );

  IF v_message.id IS NULL THEN
    v_outcome = 'no such message';
  ELSIF v_message.deleted_at IS NOT NULL THEN
    v_outcome = 'deleted';
  ELSIF v_is_set_already = p_is_set THEN
    v_outcome = 'unchanged';
  ELSIF EXISTS (SELECT FROM conversations c WHERE c.id = p_conversation_id AND c.archived_at IS NOT NULL) THEN
    v_outcome = 'archived';
  ELSIF p_is_set AND p_emoji LIKE ':_%:' AND NOT EXISTS (
    SELECT FROM custom_emoji e WHERE e.name = btrim(p_emoji, ':')
  ) THEN
    v_outcome = 'no such emoji';
  ELSIF p_is_set AND (
    (
      SELECT count(*)
      FROM reactions r
      WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id
    ) >= p_max_total
    OR jsonb_array_length(v_message.reactions) >= p_max_kinds
      AND NOT v_message.reactions @> jsonb_build_array(jsonb_build_object('emoji', p_emoji))
  ) THEN
    v_outcome = 'too many';
  ELSIF p_is_set AND (
    SELECT count(*)
    FROM reactions r
    WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id AND r.user_id = p_caller_id
  ) >= p_max_own THEN
    v_outcome = 'too many own';
  ELSE
    v_retry_after = take_allowance_v1(p_caller_id, 'messages', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    END IF;
  END IF;

  IF v_outcome = 'changed' THEN
    IF p_is_set THEN
      INSERT INTO reactions (conversation_id, message_id, user_id, emoji, created_at)
        VALUES (p_conversation_id, p_id, p_caller_id, p_emoji, clock_timestamp());
    ELSE
      DELETE FROM reactions r
        WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id
          AND r.emoji = p_emoji AND r.user_id = p_caller_id;
    END IF;

    -- Emoji in the order of their first reaction, users in the order in which they reacted.
    UPDATE messages m
      SET revision = v_revision, reactions = (
        SELECT coalesce(
          jsonb_agg(jsonb_build_object('emoji', kind.emoji, 'userIds', kind.user_ids) ORDER BY kind.first),
          '[]'
        )
        FROM (
          SELECT
            r.emoji,
            jsonb_agg(r.user_id ORDER BY r.created_at, r.user_id) AS user_ids,
            min(r.created_at) AS first
          FROM reactions r
          WHERE r.conversation_id = p_conversation_id AND r.message_id = p_id
          GROUP BY r.emoji
        ) kind
      )
      WHERE m.conversation_id = p_conversation_id AND m.seq = v_message.seq
      RETURNING m.* INTO v_message;
    UPDATE conversations c
      SET last_revision = v_revision
      WHERE c.id = p_conversation_id;
  END IF;

  RETURN QUERY SELECT v_outcome, v_retry_after, v_message;
END
$function$
