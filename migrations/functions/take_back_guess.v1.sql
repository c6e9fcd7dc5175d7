-- Takes back a guess that take_guess counted, because it was right.
--
-- p_rules  the rules that take_guess got. The field onSuccess of a rule is "take back", or "forget all" to forget the
--          earlier failures too.
--
-- A rule that did not keep the guess waiting does not keep the next one waiting either.
--
-- Repeating a call is nearly safe: it may forget one failure more.
--
-- Locks: the rows of the keys, in their order, until the end of the transaction.
-- Cost: one row for each rule.
CREATE OR REPLACE FUNCTION take_back_guess_v1(
  p_rules text
) RETURNS void
LANGUAGE plpgsql AS $function$
DECLARE
  v_keys text[] = ARRAY(SELECT r.value ->> 'key' FROM json_array_elements(p_rules::json) r);
BEGIN
  PERFORM 1
    FROM guesses g
    WHERE g.key = ANY (v_keys)
    ORDER BY g.key
    FOR NO KEY UPDATE;

  UPDATE guesses g
    SET
      failures = CASE WHEN r.value ->> 'onSuccess' = 'forget all' THEN 0 ELSE greatest(0, g.failures - 1) END,
      blocked_until = CASE WHEN (r.value ->> 'unlessNew')::boolean THEN g.blocked_until ELSE '-infinity' END
    FROM json_array_elements(p_rules::json) r
    WHERE g.key = r.value ->> 'key' AND g.key = ANY (v_keys);
END
$function$
