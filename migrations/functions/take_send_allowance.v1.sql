-- Takes one send from a user's token bucket.
--
-- p_user_id     the user who sends, edits or reacts
-- p_burst       the size of the bucket: how many sends may follow each other without a pause
-- p_per_second  how many sends the bucket regains per second
--
-- Returns 0 when the send is allowed. Otherwise returns the seconds until the next one is, and takes nothing.
--
-- Locks: the user's row in send_allowances, until the end of the transaction. Callers lock the conversation first.
-- Cost: one row. The table has free space in each page (fillfactor 50), so that the update touches no index.
CREATE OR REPLACE FUNCTION take_send_allowance_v1(
  p_user_id uuid,
  p_burst double precision,
  p_per_second double precision
) RETURNS double precision
LANGUAGE plpgsql AS $function$
DECLARE
  v_left double precision;
BEGIN
  INSERT INTO send_allowances AS a (user_id, sends_left, refilled_at)
    VALUES (p_user_id, p_burst, clock_timestamp())
    ON CONFLICT DO NOTHING;

  -- A clock that was set back refills nothing.
  SELECT least(
      p_burst,
      a.sends_left + greatest(0, extract(epoch FROM clock_timestamp() - a.refilled_at)) * p_per_second
    )
    INTO v_left
    FROM send_allowances a
    WHERE a.user_id = p_user_id
    FOR NO KEY UPDATE;

  IF v_left < 1 THEN
    RETURN (1 - v_left) / p_per_second;
  END IF;

  UPDATE send_allowances a
    SET sends_left = v_left - 1, refilled_at = clock_timestamp()
    WHERE a.user_id = p_user_id;
  RETURN 0;
END
$function$
