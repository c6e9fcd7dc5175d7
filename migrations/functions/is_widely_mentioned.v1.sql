-- Whether a message mentions a participant together with all others (@channel), or with those who were online when it was
-- stored (@here). Its author is never mentioned.
--
-- p_message  the message
-- p_user_id  the participant
--
-- Cost: one index lookup for @here, otherwise none.
CREATE OR REPLACE FUNCTION is_widely_mentioned_v1(
  p_message messages,
  p_user_id uuid
) RETURNS boolean
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
AS $function$
BEGIN
  IF p_message.sender_id = p_user_id OR p_message.mentions ->> 'wide' IS NULL THEN
    RETURN false;
  ELSIF p_message.mentions ->> 'wide' = 'channel' THEN
    RETURN true;
  END IF;
  RETURN EXISTS (
    SELECT
    FROM online_periods o
    WHERE o.user_id = p_user_id AND o.began_at <= p_message.created_at
      AND (o.ended_at IS NULL OR o.ended_at >= p_message.created_at)
  );
END
$function$
