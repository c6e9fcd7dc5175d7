-- Creates an account if the sign-up rule or an invitation admits it.
--
-- p_id               the id of the account
-- p_username         the username, in lower case
-- p_email            the e-mail address
-- p_full_name        the name, or NULL
-- p_name             the username that the full name reads like, or NULL
-- p_password_hash    the hash of the password
-- p_invitation_hash  the hash of an invitation's code, or NULL
-- p_group_size       how many participants a group can have
--
-- Returns one row:
--   outcome        created, invalid invitation, other address (the invitation is for another one), invited or domains
--                  (the sign-up rule, which needs an invitation), username taken (also by the handle of a
--                  user group, or by another person's full name), email taken, or name of another (the full name reads
--                  like a username or handle)
--   created_at, role, is_confirmed   of the account, after the outcome created
--   joined         a JSON array with the ids of the groups and channels that the account joined
--
-- Locks: the row of the workspace, until the end of the transaction. Registrations therefore run one after the other,
-- and each sees the result of the previous one: exactly one becomes the first owner, an invitation is not used more often
-- than allowed, and a change of the rule takes effect between two registrations. The row of each joined conversation
-- follows, in the order of their ids.
-- One statement, so that an account never exists without its invitation being counted.
-- Cost: a few index lookups and row writes, and two row writes for each joined conversation.
CREATE OR REPLACE FUNCTION create_account_v3(
  p_id uuid,
  p_username text,
  p_email text,
  p_full_name text,
  p_name text,
  p_password_hash text,
  p_invitation_hash text,
  p_group_size bigint,
  p_announced_size bigint
) RETURNS TABLE (
  outcome text,
  created_at timestamptz,
  role text,
  is_confirmed boolean,
  joined text
)
LANGUAGE plpgsql AS $function$
DECLARE
  v_workspace workspace%ROWTYPE;
  v_invitation record;
  v_refusal text;
  v_role text = 'member';
  v_is_confirmed boolean = false;
  v_created_at timestamptz;
  v_invited jsonb = '[]';
  v_inviter uuid;
  v_candidates uuid[];
  v_joined text = '[]';
BEGIN
  SELECT w.* INTO v_workspace FROM workspace w FOR NO KEY UPDATE;

  -- 1. Decide.
  IF p_invitation_hash IS NOT NULL THEN
    SELECT i.id, i.role, i.email, i.conversation_ids, i.created_by
      INTO v_invitation
      FROM usable_invitation_v1(p_invitation_hash) i;
    IF NOT FOUND THEN
      v_refusal = 'invalid invitation';
    ELSIF lower(v_invitation.email COLLATE "und-x-icu") <> lower(p_email COLLATE "und-x-icu") THEN
      v_refusal = 'other address';
    ELSE
      v_role = v_invitation.role;
      v_is_confirmed = v_invitation.email IS NOT NULL;
    END IF;
  ELSIF v_workspace.sign_up_rule <> 'open' THEN
    v_refusal = CASE v_workspace.sign_up_rule WHEN 'domains' THEN 'domains' ELSE 'invited' END;
  ELSIF v_workspace.set_up_at IS NULL THEN
    v_role = 'owner';
  END IF;

  -- 2. Store.
  IF v_refusal IS NULL AND (
    EXISTS (SELECT FROM user_groups g WHERE g.handle = p_username)
    OR EXISTS (SELECT FROM users u WHERE u.full_name_as_username = p_username)
  ) THEN
    v_refusal = 'username taken';
  ELSIF v_refusal IS NULL AND NOT is_own_name_v1(p_id, p_name) THEN
    v_refusal = 'name of another';
  END IF;
  IF v_refusal IS NULL THEN
    INSERT INTO users AS u (id, username, email, full_name, password_hash, workspace_role, email_verified_at)
      VALUES (
        p_id, p_username, p_email, p_full_name, p_password_hash, v_role,
        CASE WHEN v_is_confirmed THEN now() END
      )
      ON CONFLICT DO NOTHING
      RETURNING u.created_at INTO v_created_at;
    IF NOT FOUND THEN
      v_refusal = CASE
        WHEN EXISTS (SELECT FROM users u WHERE u.username = p_username) THEN 'username taken'
        ELSE 'email taken'
      END;
    END IF;
  END IF;
  IF v_refusal IS NOT NULL THEN
    RETURN QUERY SELECT v_refusal, NULL::timestamptz, NULL::text, NULL::boolean, v_joined;
    RETURN;
  END IF;
  IF v_role = 'owner' THEN
    UPDATE workspace SET set_up_at = coalesce(set_up_at, now());
  END IF;

  -- 3. Count the invitation. Join its groups, if its author may still add people, and the default channels, unless the
  --    account is a guest. Archived and full conversations are left out.
  IF p_invitation_hash IS NOT NULL THEN
    UPDATE invitations i SET uses = i.uses + 1 WHERE i.id = v_invitation.id;
    v_invited = v_invitation.conversation_ids;
    v_inviter = v_invitation.created_by;
  END IF;
  SELECT coalesce(array_agg(locked.id), '{}')
    INTO v_candidates
    FROM (
      SELECT c.id
        FROM conversations c
        WHERE c.id IN (
          SELECT o.id
            FROM jsonb_array_elements_text(v_invited) listed(id)
            JOIN participants author ON author.conversation_id = listed.id::uuid AND author.user_id = v_inviter
            JOIN conversations o ON o.id = author.conversation_id AND o.is_group_chat
            WHERE NOT o.admins_only OR author.role <> 'member'
          UNION
          SELECT d.id FROM conversations d WHERE d.is_default AND v_role <> 'guest'
        )
        ORDER BY c.id
        FOR NO KEY UPDATE
    ) locked;
  WITH added AS (
    INSERT INTO participants (conversation_id, user_id, role, last_read_seq)
      SELECT c.id, p_id, 'member', c.last_seq
      FROM conversations c
      WHERE c.id = ANY (v_candidates) AND c.archived_at IS NULL AND c.participant_count < p_group_size
      ON CONFLICT DO NOTHING
      RETURNING conversation_id
  )
  SELECT coalesce(json_agg(added.conversation_id), '[]')::text INTO v_joined FROM added;
  UPDATE conversations c
    SET version = c.version + 1
    WHERE c.id IN (SELECT value::uuid FROM json_array_elements_text(v_joined::json))
      AND (c.kind <> 'channel' OR c.participant_count <= p_announced_size);
  RETURN QUERY SELECT 'created', v_created_at, v_role, v_is_confirmed, v_joined;
END
$function$
