-- Counts a guess at a secret as failed, before the secret is checked, so that simultaneous guesses count too. A right guess
-- is forgiven afterwards.
--
-- p_rules    a JSON array of rules, each with:
--              key         identifies the guesser, the secret, or both
--              free        how many failures have no consequence
--              perHour     how many failures are forgotten each hour
--              unlessNew   true for a rule that waits only if the first rule's key has a failure
-- p_shortest, p_longest  the wait in seconds after the first failure that is not free, which each further one doubles, and
--            the longest wait
--
-- Returns 0 if the guess may be checked. Otherwise returns the seconds to wait, and counts nothing: attempts during a wait
-- do not prolong it.
--
-- Locks: the rows of the keys, in their order, until the end of the transaction.
-- One statement, so that guesses cannot slip through between a check and a count.
-- Cost: one row for each rule.
CREATE OR REPLACE FUNCTION take_guess_v1(
  p_rules text,
  p_shortest double precision,
  p_longest double precision
) RETURNS double precision
LANGUAGE plpgsql AS $function$
DECLARE
  v_keys text[] = ARRAY(SELECT r.value ->> 'key' FROM json_array_elements(p_rules::json) r);
  v_now timestamptz;
  v_wait double precision;
BEGIN
  INSERT INTO guesses (key, failures, counted_at, blocked_until)
    SELECT k.key, 0, now(), '-infinity'
    FROM unnest(v_keys) k(key)
    ORDER BY k.key
    ON CONFLICT DO NOTHING;
  PERFORM 1
    FROM guesses g
    WHERE g.key = ANY (v_keys)
    ORDER BY g.key
    FOR NO KEY UPDATE;
  v_now = clock_timestamp();

  -- The failures that are not forgotten yet.
  UPDATE guesses g
    SET
      counted_at = v_now,
      failures = greatest(
        0,
        g.failures - extract(epoch FROM v_now - g.counted_at) / 3600 * (r.value ->> 'perHour')::double precision
      )
    FROM json_array_elements(p_rules::json) r
    WHERE g.key = r.value ->> 'key' AND g.key = ANY (v_keys);

  SELECT max(extract(epoch FROM g.blocked_until - v_now))
    INTO v_wait
    FROM json_array_elements(p_rules::json) r
    JOIN guesses g ON g.key = r.value ->> 'key'
    WHERE g.key = ANY (v_keys) AND g.blocked_until > v_now
      AND (
        NOT (r.value ->> 'unlessNew')::boolean
        OR EXISTS (
          SELECT FROM guesses f WHERE f.key = v_keys[1] AND f.failures >= 0.5
        )
      );
  IF v_wait > 0 THEN
    RETURN v_wait;
  END IF;

  UPDATE guesses g
    SET
      failures = g.failures + 1,
      blocked_until = CASE
        WHEN g.failures + 1 > (r.value ->> 'free')::double precision
        THEN v_now + interval '1 second' * least(
          p_longest,
          p_shortest * 2 ^ least(30, g.failures - (r.value ->> 'free')::double precision)
        )
        ELSE g.blocked_until
      END
    FROM json_array_elements(p_rules::json) r
    WHERE g.key = r.value ->> 'key' AND g.key = ANY (v_keys);
  RETURN 0;
END
$function$
