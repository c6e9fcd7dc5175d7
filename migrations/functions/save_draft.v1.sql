-- Saves the text that a user has written in a conversation or a thread, or removes it if the text is empty.
--
-- p_user_id, p_session_id  the user, and the session that saves
-- p_conversation_id        the conversation
-- p_thread_id              the root of the thread, or NULL
-- p_content                the text
-- p_based_on               the revision of the draft that the user has changed, or 0 if there was none
-- p_max                    how many drafts a user can have
-- p_burst, p_per_second    the allowance of the user, see take_allowance
--
-- Returns no row if the user is not a participant and writes a text. Otherwise returns one row:
--   outcome      saved; unchanged (the draft has this text already); changed (it has another revision); session ended, no
--                such thread, too many, or too fast
--   retry_after  the seconds to wait after the outcome too fast, otherwise 0
--   revision     the revision of the draft or of its removal. 0 if there is none.
--
-- Repeating a call is safe: the second one finds the text unchanged.
--
-- Locks: the allowance of the user. All saves of one user therefore run one after the other, and each sees the result of
-- the previous one.
-- Cost: five index lookups, of which one reads up to p_max entries, and two row writes.
CREATE OR REPLACE FUNCTION save_draft_v1(
  p_user_id uuid,
  p_session_id uuid,
  p_conversation_id uuid,
  p_thread_id uuid,
  p_content text,
  p_based_on bigint,
  p_max bigint,
  p_burst double precision,
  p_per_second double precision
) RETURNS TABLE (
  outcome text,
  retry_after double precision,
  revision bigint
)
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  v_place uuid = coalesce(p_thread_id, p_conversation_id);
  v_outcome text = 'saved';
  v_retry_after double precision;
  v_content text = '';
  v_revision bigint = 0;
BEGIN
  IF EXISTS (SELECT FROM sessions s WHERE s.id = p_session_id AND s.ended_at IS NOT NULL) THEN
    RETURN QUERY SELECT 'session ended', 0::double precision, v_revision;
    RETURN;
  END IF;
  v_retry_after = take_allowance_v1(p_user_id, 'drafts', p_burst, p_per_second);
  IF v_retry_after > 0 THEN
    RETURN QUERY SELECT 'too fast', v_retry_after, v_revision;
    RETURN;
  END IF;

  SELECT d.content, d.revision
    INTO v_content, v_revision
    FROM drafts d
    WHERE d.user_id = p_user_id AND d.conversation_id = p_conversation_id AND d.place = v_place;
  v_content = coalesce(v_content, '');
  v_revision = coalesce(v_revision, 0);

  IF v_content = p_content THEN
    v_outcome = 'unchanged';
  ELSIF v_revision <> p_based_on THEN
    v_outcome = 'changed';
  ELSIF p_content = '' THEN
    DELETE FROM drafts d
      WHERE d.user_id = p_user_id AND d.conversation_id = p_conversation_id AND d.place = v_place;
    v_revision = nextval('draft_revisions');
  ELSIF NOT EXISTS (
    SELECT
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id
  ) THEN
    RETURN;
  ELSIF p_thread_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM messages m WHERE m.conversation_id = p_conversation_id AND m.id = p_thread_id
  ) THEN
    v_outcome = 'no such thread';
  ELSIF v_revision = 0 AND (SELECT count(*) FROM drafts d WHERE d.user_id = p_user_id) >= p_max THEN
    v_outcome = 'too many';
  ELSE
    v_revision = nextval('draft_revisions');
    INSERT INTO drafts AS d (user_id, conversation_id, place, content, revision, updated_at)
      VALUES (p_user_id, p_conversation_id, v_place, p_content, v_revision, clock_timestamp())
      ON CONFLICT (user_id, conversation_id, place)
        DO UPDATE SET content = excluded.content, revision = excluded.revision, updated_at = excluded.updated_at;
  END IF;
  RETURN QUERY SELECT v_outcome, v_retry_after, v_revision;
END
$function$
