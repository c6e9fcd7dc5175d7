-- Counts the invitations of owners and admins that still work.
--
-- Locks: the row of the workspace, until the end of the transaction, so that simultaneous callers count one after the
-- other. Callers compare the result with the limit in the WHERE clause of their INSERT.
-- Cost: one row lock, and linear in the number of invitations, which the limit bounds.
CREATE OR REPLACE FUNCTION count_invitations_v1() RETURNS bigint
LANGUAGE plpgsql AS $function$
BEGIN
  PERFORM 1 FROM workspace FOR NO KEY UPDATE;
  RETURN (
    SELECT count(*)
    FROM invitations i
    WHERE i.kind IN ('link', 'email') AND i.revoked_at IS NULL AND i.expires_at > now() AND i.uses < i.max_uses
  );
END
$function$
