-- Finds the invitation of a code, if it admits anyone at this moment.
--
-- p_code_hash  the hash of the code
--
-- Returns no row for an unknown, expired, revoked or used invitation, and for one whose reason has gone: an owner may
-- invite everyone and an admin members, as long as they are active and keep their role. A link that confirms an address
-- counts while the sign-up rule admits the address. A setup link always counts.
-- Cost: at most three index lookups.
CREATE OR REPLACE FUNCTION usable_invitation_v1(p_code_hash text) RETURNS TABLE (
  id uuid,
  role text,
  email text,
  conversation_ids jsonb,
  created_by uuid,
  expires_at timestamptz
)
LANGUAGE plpgsql AS $function$
BEGIN
  RETURN QUERY
    SELECT i.id, i.role, i.email, i.conversation_ids, i.created_by, i.expires_at
    FROM invitations i
    CROSS JOIN workspace w
    LEFT JOIN users author
      ON author.id = i.created_by AND author.deleted_at IS NULL AND author.deactivated_at IS NULL
    WHERE i.code_hash = p_code_hash AND i.revoked_at IS NULL AND i.expires_at > now() AND i.uses < i.max_uses
      AND CASE i.kind
        WHEN 'setup' THEN true
        WHEN 'sign-up' THEN
          w.sign_up_rule = 'domains' AND w.sign_up_domains @> to_jsonb(split_part(lower(i.email COLLATE "und-x-icu"), '@', 2))
        ELSE author.workspace_role = 'owner' OR (author.workspace_role = 'admin' AND i.role = 'member')
      END;
END
$function$
