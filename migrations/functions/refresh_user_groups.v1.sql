-- Updates the handles of the groups that users carry, after a change of their groups.
--
-- p_user_ids  the users
--
-- Cost: an index lookup and a row write for each user.
CREATE OR REPLACE FUNCTION refresh_user_groups_v1(
  p_user_ids uuid[]
) RETURNS void
LANGUAGE plpgsql AS $function$
BEGIN
  UPDATE users u
    SET
      updated_at = clock_timestamp(),
      group_handles = coalesce((
        SELECT jsonb_agg(g.handle ORDER BY g.handle COLLATE "C")
        FROM user_group_members m
        JOIN user_groups g ON g.id = m.group_id
        WHERE m.user_id = u.id
      ), '[]')
    WHERE u.id = ANY (p_user_ids);
END
$function$
