-- Takes one token from one of a user's token buckets.
--
-- p_user_id     the user
-- p_kind        the bucket, by the kind of action that it limits: messages (sends, edits and reactions), or a key of
--               `allowances` in contract/limits.ts
-- p_burst       the size of the bucket, at least 1: how many actions may follow each other without a pause
-- p_per_second  how many tokens the bucket regains per second
--
-- Returns 0 when the action is allowed. Otherwise returns the seconds until the next one is, and takes nothing.
--
-- Locks: the bucket's row, until the end of the transaction, so that simultaneous actions cannot exceed the limit.
-- A caller that locks a conversation as well locks it first.
-- Cost: one row.
CREATE OR REPLACE FUNCTION take_allowance_v1(
  p_user_id uuid,
  p_kind text,
  p_burst double precision,
  p_per_second double precision
) RETURNS double precision
LANGUAGE plpgsql AS $function$
DECLARE
  v_left double precision;
BEGIN
  -- The conflicting row is locked even if WHERE excludes it. A clock that was set back refills nothing.
  INSERT INTO allowances AS a (user_id, kind, tokens_left, refilled_at)
    VALUES (p_user_id, p_kind, p_burst - 1, clock_timestamp())
    ON CONFLICT (user_id, kind) DO UPDATE
      SET
        tokens_left = least(
            p_burst,
            a.tokens_left + greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)) * p_per_second
          ) - 1,
        refilled_at = clock_timestamp()
      WHERE a.tokens_left + greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)) * p_per_second >= 1;
  IF FOUND THEN
    RETURN 0;
  END IF;

  SELECT a.tokens_left + greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)) * p_per_second
    INTO v_left
    FROM allowances a
    WHERE a.user_id = p_user_id AND a.kind = p_kind;
  RETURN greatest(0.001, 1 - v_left) / p_per_second;
END
$function$
