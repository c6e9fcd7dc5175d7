-- Stores a message that the server sends later.
--
-- p_user_id, p_session_id  the author, and the session that schedules
-- p_conversation_id        the conversation
-- p_id                     the id that the message will have
-- p_content ... p_attachments  the message, as send_message takes it
-- p_send_at                when to send it
-- p_max                    how many scheduled messages a user can have
-- p_burst, p_per_second    the allowance of the user, see take_allowance
--
-- Returns no row if the author is not a participant. Otherwise returns one row:
--   outcome      created; repeated (the author has scheduled this id before); session ended, id taken, reply to nothing, no
--                such thread, archived, admins post, no such attachment, too many, or too fast (nothing is stored)
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--
-- Repeating a call is safe. It finds the first message and takes no allowance.
--
-- Locks: the participant, so that no removal comes between the check and the write, then the allowance of the user, so that
-- simultaneous calls cannot exceed p_max together.
-- Cost: seven index lookups, of which one reads up to p_max entries, and two row writes.
CREATE OR REPLACE FUNCTION schedule_message_v1(
  p_user_id uuid,
  p_session_id uuid,
  p_conversation_id uuid,
  p_id uuid,
  p_content text,
  p_reply_to uuid,
  p_thread_id uuid,
  p_also_in_conversation boolean,
  p_attachments text,
  p_send_at timestamptz,
  p_max bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_outcome text = 'created';
  v_retry_after double precision = 0;
  v_archived_at timestamptz;
  v_posting_rule text;
  v_role text;
  v_author uuid;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', v_retry_after;
    RETURN;
  END IF;
  SELECT c.archived_at, c.posting_rule, p.role
    INTO v_archived_at, v_posting_rule, v_role
    FROM participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
    FOR KEY SHARE OF p;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  SELECT s.user_id
    INTO v_author
    FROM scheduled_messages s
    WHERE s.id = p_id;
  IF FOUND THEN
    v_outcome = CASE WHEN v_author = p_user_id THEN 'repeated' ELSE 'id taken' END;
  ELSIF v_archived_at IS NOT NULL THEN
    v_outcome = 'archived';
  ELSIF v_posting_rule = 'admins' AND v_role NOT IN ('owner', 'admin') THEN
    v_outcome = 'admins post';
  ELSIF p_reply_to IS NOT NULL AND NOT EXISTS (
    SELECT FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_reply_to
  ) THEN
    v_outcome = 'reply to nothing';
  ELSIF p_thread_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_thread_id
  ) THEN
    v_outcome = 'no such thread';
  ELSIF EXISTS (
    SELECT
    FROM json_array_elements_text(p_attachments::json) listed(id)
    LEFT JOIN attachments a ON a.id = listed.id::uuid AND a.conversation_id = p_conversation_id
      AND a.uploader_id = p_user_id AND a.message_id IS NULL
    WHERE a.id IS NULL
  ) THEN
    v_outcome = 'no such attachment';
  ELSE
    v_retry_after = take_allowance_v1(p_user_id, 'later', p_burst, p_per_second);
    IF v_retry_after > 0 THEN
      v_outcome = 'too fast';
    ELSIF (SELECT count(*) FROM scheduled_messages s WHERE s.user_id = p_user_id) >= p_max THEN
      v_outcome = 'too many';
    END IF;
  END IF;

  IF v_outcome = 'created' THEN
    INSERT INTO scheduled_messages (
        id, user_id, conversation_id, content, reply_to, thread_id, also_in_conversation, attachment_ids, send_at
      )
      VALUES (
        p_id, p_user_id, p_conversation_id, p_content, p_reply_to, p_thread_id, p_also_in_conversation,
        p_attachments::jsonb, p_send_at
      )
      ON CONFLICT (id) DO NOTHING;
    IF NOT FOUND THEN
      SELECT CASE WHEN s.user_id = p_user_id THEN 'repeated' ELSE 'id taken' END
        INTO v_outcome
        FROM scheduled_messages s
        WHERE s.id = p_id;
    END IF;
  END IF;
  RETURN QUERY SELECT v_outcome, v_retry_after;
END
$function$
