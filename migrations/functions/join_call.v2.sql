-- Lets a user join the call of a conversation, or starts one.
--
-- p_conversation_id       the conversation
-- p_user_id, p_session_id the user and the session that joins
-- p_connection_id         the connection that receives the signals
-- p_seat                  the id that the client chose for this stay in the call. A new one replaces the user's other seat. The
--                         seat of another user is refused like an unknown call: signals are sent to a seat.
-- p_call_id               the only call to join, or NULL
-- p_new_id                the id of the call if this user starts one
-- p_lease_seconds         the time until the seat is given up, unless the client renews it
-- p_max                   how many users can be in a call
-- p_burst, p_per_second   the rate limit of the user for seats, see take_allowance
-- p_start_burst, p_start_per_second
--                         the rate limit of the user for calls that they start
--
-- Returns no row if the user is not a participant of the conversation. Otherwise returns an outcome:
--   started, joined         a new seat
--   renewed                 the user has this seat already, possibly on another connection
--   session ended, no such call, full, archived, admins post (only the owner and admins may start a call), or too fast:
--                           nothing changes
-- retry_after is the number of seconds to wait after the outcome too fast, otherwise 0.
--
-- Repeating a call is safe: the second one renews the seat.
--
-- Locks: the session first, like open_connection, so that whoever ends it finds the seat or this call is refused. Then the
-- conversation, until the end of the transaction, so that two users who start a call together are in the same one, and a
-- removed participant cannot join. Then the allowance of the user. A renewal only locks the session and the seat.
-- Cost: two index lookups and a row write for a renewal, otherwise about eight lookups and three writes.
CREATE OR REPLACE FUNCTION join_call_v2(
  p_conversation_id uuid,
  p_user_id uuid,
  p_session_id uuid,
  p_connection_id text,
  p_seat uuid,
  p_call_id uuid,
  p_new_id uuid,
  p_lease_seconds bigint,
  p_max bigint,
  p_burst double precision,
  p_per_second double precision,
  p_start_burst double precision,
  p_start_per_second double precision
) RETURNS TABLE (outcome text, retry_after double precision)
LANGUAGE plpgsql AS $function$
DECLARE
  v_ended_at timestamptz;
  v_until timestamptz = clock_timestamp() + p_lease_seconds * interval '1 second';
  v_kind text;
  v_posting_rule text;
  v_is_archived boolean;
  v_role text;
  v_id uuid;
  v_others bigint;
  v_wait double precision;
BEGIN
  SELECT s.ended_at INTO v_ended_at FROM sessions s WHERE s.id = p_session_id FOR SHARE;
  IF v_ended_at IS NOT NULL THEN
    RETURN QUERY SELECT 'session ended', 0::double precision;
    RETURN;
  END IF;

  UPDATE call_participants p
    SET connection_id = p_connection_id, lease_until = v_until
    FROM calls c
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id AND p.seat = p_seat
      AND p.lease_until > clock_timestamp()
      AND c.conversation_id = p.conversation_id AND c.id = coalesce(p_call_id, c.id);
  IF FOUND THEN
    RETURN QUERY SELECT 'renewed', 0::double precision;
    RETURN;
  END IF;

  SELECT c.kind, c.posting_rule, c.archived_at IS NOT NULL
    INTO v_kind, v_posting_rule, v_is_archived
    FROM conversations c
    WHERE c.id = p_conversation_id
    FOR NO KEY UPDATE;
  -- A separate statement, because it must see what others committed while the one above waited for the lock.
  SELECT p.role
    INTO v_role
    FROM participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id = p_user_id;
  IF v_role IS NULL THEN
    RETURN;
  END IF;
  SELECT c.id INTO v_id FROM calls c WHERE c.conversation_id = p_conversation_id;
  SELECT count(*)
    INTO v_others
    FROM call_participants p
    WHERE p.conversation_id = p_conversation_id AND p.user_id <> p_user_id AND p.lease_until > clock_timestamp();

  IF v_id IS NULL AND p_call_id IS NOT NULL OR v_id <> p_call_id OR EXISTS (
    SELECT
    FROM call_participants p
    WHERE p.conversation_id = p_conversation_id AND p.seat = p_seat AND p.user_id <> p_user_id
  ) THEN
    RETURN QUERY SELECT 'no such call', 0::double precision;
  ELSIF v_is_archived THEN
    RETURN QUERY SELECT 'archived', 0::double precision;
  ELSIF v_id IS NULL AND v_posting_rule = 'admins' AND v_role NOT IN ('owner', 'admin') THEN
    RETURN QUERY SELECT 'admins post', 0::double precision;
  ELSIF v_others >= p_max THEN
    RETURN QUERY SELECT 'full', 0::double precision;
  ELSE
    IF v_id IS NULL THEN
      v_wait = take_allowance_v1(p_user_id, 'callStarts', p_start_burst, p_start_per_second);
    ELSE
      v_wait = take_allowance_v1(p_user_id, 'calls', p_burst, p_per_second);
    END IF;
    IF v_wait > 0 THEN
      RETURN QUERY SELECT 'too fast', v_wait;
      RETURN;
    END IF;
    IF v_id IS NULL THEN
      INSERT INTO calls (conversation_id, id, started_by, started_at)
        VALUES (p_conversation_id, p_new_id, p_user_id, clock_timestamp());
    ELSE
      UPDATE calls c
        SET
          version = c.version + 1,
          answered_at = CASE WHEN v_others > 0 THEN coalesce(c.answered_at, clock_timestamp()) ELSE c.answered_at END
        WHERE c.conversation_id = p_conversation_id;
    END IF;
    INSERT INTO call_participants AS p (conversation_id, user_id, seat, connection_id, joined_at, lease_until)
      VALUES (p_conversation_id, p_user_id, p_seat, p_connection_id, clock_timestamp(), v_until)
      ON CONFLICT (conversation_id, user_id) DO UPDATE
        SET seat = p_seat, connection_id = p_connection_id, joined_at = clock_timestamp(), lease_until = v_until;
    RETURN QUERY SELECT CASE WHEN v_id IS NULL THEN 'started' ELSE 'joined' END, 0::double precision;
  END IF;
END
$function$
