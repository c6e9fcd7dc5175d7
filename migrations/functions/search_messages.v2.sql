-- Finds the newest messages that meet a search, in conversations that a user takes part in.
--
-- p_reader_id        the user who searches
-- p_conversation_ids a JSON array of the only conversations to search, or NULL for all of them
-- p_condition        the text of a tsquery for the words of a message
-- p_keys             the text of a tsquery that all found messages meet. Each word begins with ~, which stands for the
--                    day in the index. NULL if (almost) every message meets the condition
-- p_after            the earliest time
-- p_until, p_until_conversation_id, p_until_seq   the place from which to search: the end of the previous page
-- p_count            how many messages to find at most
--
-- Returns the places of the messages, newest first.
--
-- The cost depends on p_count, not on how many messages there are or meet the search:
-- 1. A user with few messages: reads them.
-- 2. A frequent word: reads the newest messages until there are enough.
-- 3. Any other word: looks it up in the index of words, day by day from the newest one, with more and more days at a time.
-- The first messages of step 2 show how frequent a word is, and hence which step is cheaper.
CREATE OR REPLACE FUNCTION search_messages_v2(
  p_reader_id uuid,
  p_conversation_ids text,
  p_condition text,
  p_keys text,
  p_after timestamptz,
  p_until timestamptz,
  p_until_conversation_id uuid,
  p_until_seq bigint,
  p_count bigint
) RETURNS TABLE (
  conversation_id uuid,
  created_at timestamptz,
  seq bigint
)
LANGUAGE plpgsql STABLE ROWS 50
-- Each step is meant to use one index, whatever the planner knows about the tables.
SET enable_seqscan = off
SET plan_cache_mode = force_generic_plan
AS $function$
DECLARE
  c_few constant bigint = 2000;
  c_most_days constant integer = 32;
  c_most_conversations constant integer = 64;
  v_condition constant tsquery = p_condition::tsquery;
  -- The conversation of a search in only one.
  v_only_id constant uuid =
    CASE WHEN json_array_length(p_conversation_ids::json) = 1 THEN (p_conversation_ids::json ->> 0)::uuid END;
  v_keys text = p_keys;
  v_words tsquery;
  v_readable uuid[];
  -- The messages among which to search.
  v_messages bigint;
  v_found bigint = 0;
  v_rows bigint;
  v_walked bigint = 0;
  v_step bigint = 500;
  -- The search has come to this place, from the newest message to the oldest.
  v_place record;
  v_next record;
  v_day integer;
  v_first_day integer;
  v_days integer = 1;
BEGIN
  SELECT array_agg(c.id), sum(c.last_seq)
    INTO v_readable, v_messages
    FROM participants p
    JOIN conversations c ON c.id = p.conversation_id
    WHERE p.user_id = p_reader_id AND (
      p_conversation_ids IS NULL
      OR p.conversation_id IN (SELECT id::uuid FROM json_array_elements_text(p_conversation_ids::json) listed(id))
    );
  IF v_readable IS NULL THEN
    RETURN;
  END IF;

  -- 1. Few messages.
  IF v_messages <= c_few THEN
    RETURN QUERY
      SELECT s.conversation_id, s.created_at, s.seq
      FROM unnest(v_readable) readable(id)
      CROSS JOIN LATERAL (
        SELECT m.conversation_id, m.created_at, m.seq
        FROM message_search m
        WHERE m.conversation_id = readable.id AND m.tokens @@ v_condition
        OFFSET 0
      ) s
      WHERE s.created_at >= p_after
        AND (s.created_at, s.conversation_id, s.seq) < (p_until, p_until_conversation_id, p_until_seq)
      ORDER BY s.created_at DESC, s.conversation_id DESC, s.seq DESC
      LIMIT p_count;
    RETURN;
  END IF;
  IF v_only_id IS NULL THEN
    SELECT greatest(t.reltuples, 0)::bigint INTO v_messages FROM pg_class t WHERE t.oid = 'message_search'::regclass;
  END IF;

  -- 2. The newest messages.
  SELECT p_until AS created_at, p_until_conversation_id AS conversation_id, p_until_seq AS seq INTO v_place;
  LOOP
    IF v_only_id IS NULL THEN
      SELECT s.created_at, s.conversation_id, s.seq
        INTO v_next
        FROM message_search s
        WHERE s.created_at >= p_after
          AND (s.created_at, s.conversation_id, s.seq) < (v_place.created_at, v_place.conversation_id, v_place.seq)
        ORDER BY s.created_at DESC, s.conversation_id DESC, s.seq DESC
        OFFSET v_step - 1 LIMIT 1;
      RETURN QUERY
        SELECT w.conversation_id, w.created_at, w.seq
        FROM (
          SELECT s.conversation_id, s.created_at, s.seq, s.tokens
          FROM message_search s
          WHERE s.created_at >= p_after
            AND (s.created_at, s.conversation_id, s.seq) < (v_place.created_at, v_place.conversation_id, v_place.seq)
          ORDER BY s.created_at DESC, s.conversation_id DESC, s.seq DESC
          LIMIT v_step
        ) w
        WHERE w.tokens @@ v_condition AND (w.conversation_id IN (SELECT unnest(v_readable))) IS TRUE
        ORDER BY w.created_at DESC, w.conversation_id DESC, w.seq DESC
        LIMIT p_count - v_found;
    ELSE
      SELECT s.created_at, s.conversation_id, s.seq
        INTO v_next
        FROM message_search s
        WHERE s.conversation_id = v_only_id AND s.created_at >= p_after
          AND (s.created_at, s.seq) < (v_place.created_at, CASE
            WHEN v_place.conversation_id > v_only_id THEN 9223372036854775807
            WHEN v_place.conversation_id < v_only_id THEN 0
            ELSE v_place.seq
          END)
        ORDER BY s.created_at DESC, s.seq DESC
        OFFSET v_step - 1 LIMIT 1;
      RETURN QUERY
        SELECT w.conversation_id, w.created_at, w.seq
        FROM (
          SELECT s.conversation_id, s.created_at, s.seq, s.tokens
          FROM message_search s
          WHERE s.conversation_id = v_only_id AND s.created_at >= p_after
            AND (s.created_at, s.seq) < (v_place.created_at, CASE
              WHEN v_place.conversation_id > v_only_id THEN 9223372036854775807
              WHEN v_place.conversation_id < v_only_id THEN 0
              ELSE v_place.seq
            END)
          ORDER BY s.created_at DESC, s.seq DESC
          LIMIT v_step
        ) w
        WHERE w.tokens @@ v_condition
        ORDER BY w.created_at DESC, w.seq DESC
        LIMIT p_count - v_found;
    END IF;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_found = v_found + v_rows;
    v_walked = v_walked + v_step;
    IF v_found >= p_count OR v_next.seq IS NULL THEN
      RETURN;
    END IF;
    v_place = v_next;
    -- Assuming that the word stays as frequent as among the messages so far, estimates how many messages contain it,
    -- and how many more messages step 2 would have to read.
    EXIT WHEN v_walked >= 40000
      OR (v_found + 1)::float8 / v_walked * v_messages < (p_count - v_found)::float8 * v_walked / (v_found + 1);
    v_step = v_step * 2;
  END LOOP;

  -- Without a word, the newest messages of each conversation.
  IF p_keys IS NULL THEN
    RETURN QUERY
      SELECT s.conversation_id, s.created_at, s.seq
      FROM unnest(v_readable) readable(id)
      CROSS JOIN LATERAL (
        SELECT m.conversation_id, m.created_at, m.seq
        FROM message_search m
        WHERE m.conversation_id = readable.id AND m.created_at >= p_after AND m.created_at <= v_place.created_at
          AND (m.created_at, m.conversation_id, m.seq) < (v_place.created_at, v_place.conversation_id, v_place.seq)
          AND m.tokens @@ v_condition
        ORDER BY m.created_at DESC, m.seq DESC
        LIMIT p_count - v_found
      ) s
      ORDER BY s.created_at DESC, s.conversation_id DESC, s.seq DESC
      LIMIT p_count - v_found;
    RETURN;
  END IF;

  -- 3. The index of words.
  IF cardinality(v_readable) <= c_most_conversations THEN
    SELECT v_keys || ' & (' || string_agg('''~#' || right(id::text, 12) || '''', ' | ') || ')'
      INTO v_keys
      FROM unnest(v_readable) readable(id);
  END IF;
  IF v_only_id IS NULL THEN
    SELECT extract(day FROM greatest(min(s.created_at), p_after) - timestamptz '1970-01-01 00:00:00+00')
      INTO v_first_day
      FROM message_search s;
  ELSE
    SELECT extract(day FROM greatest(min(s.created_at), p_after) - timestamptz '1970-01-01 00:00:00+00')
      INTO v_first_day
      FROM message_search s
      WHERE s.conversation_id = v_only_id;
  END IF;
  v_day = extract(day FROM v_place.created_at - timestamptz '1970-01-01 00:00:00+00');
  WHILE v_day >= v_first_day AND v_found < p_count LOOP
    SELECT string_agg('(' || replace(v_keys, '~', to_hex(day) || '.') || ')', ' | ')::tsquery
      INTO v_words
      FROM generate_series(greatest(v_first_day, v_day - v_days + 1), v_day) day;
    RETURN QUERY
      SELECT hit.conversation_id, hit.created_at, hit.seq
      FROM (
        SELECT s.conversation_id, s.created_at, s.seq, s.tokens
        FROM message_search s
        WHERE replace(
            ' ' || strip(s.tokens)::text,
            ' ''',
            ' ''' || to_hex(extract(day FROM s.created_at - timestamptz '1970-01-01 00:00:00+00')::integer) || '.'
          )::tsvector
          @@ v_words
        OFFSET 0
      ) hit
      WHERE hit.created_at >= p_after
        AND (hit.created_at, hit.conversation_id, hit.seq) < (v_place.created_at, v_place.conversation_id, v_place.seq)
        AND hit.tokens @@ v_condition
        AND (hit.conversation_id IN (SELECT unnest(v_readable))) IS TRUE
      ORDER BY hit.created_at DESC, hit.conversation_id DESC, hit.seq DESC
      LIMIT p_count - v_found;
    GET DIAGNOSTICS v_rows = ROW_COUNT;
    v_found = v_found + v_rows;
    v_day = v_day - v_days;
    v_days = least(v_days * 2, c_most_days);
  END LOOP;
END
$function$
