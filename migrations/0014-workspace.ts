import { type Kysely, sql } from "kysely";

/**
 * The workspace, the roles in it, deactivated users and invitations.
 *
 * The oldest account becomes the owner. The migrate function adds the workspace's only row, because the first sign-up
 * rule is a setting of the deployment. Releases before this one create members, and ignore the sign-up rule.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE users
      ADD workspace_role text NOT NULL DEFAULT 'member'
        CHECK (workspace_role IN ('owner', 'admin', 'member', 'guest', 'bot')),
      ADD deactivated_at timestamptz`.execute(db);
  await sql`CREATE INDEX users_owners ON users (id) WHERE workspace_role = 'owner'`.execute(db);
  await sql`
    UPDATE users SET workspace_role = 'owner'
    WHERE id = (SELECT id FROM users WHERE deleted_at IS NULL ORDER BY created_at, id LIMIT 1)`.execute(db);
  // `set_up_at` is when the workspace got its first owner. Afterwards no registration makes an owner by itself.
  await sql`
    CREATE TABLE workspace (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      name text NOT NULL DEFAULT 'ChatFlow',
      sign_up_rule text NOT NULL CHECK (sign_up_rule IN ('open', 'domains', 'invited', 'sso')),
      sign_up_domains jsonb NOT NULL DEFAULT '[]',
      set_up_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  // Codes are stored hashed. An invitation by e-mail has none until the mail function sends it.
  await sql`
    CREATE TABLE invitations (
      id uuid PRIMARY KEY,
      code_hash text UNIQUE,
      kind text NOT NULL CHECK (kind IN ('link', 'email', 'setup', 'sign-up')),
      role text NOT NULL CHECK (role IN ('owner', 'admin', 'member', 'guest')),
      email text,
      conversation_ids jsonb NOT NULL DEFAULT '[]',
      created_by uuid REFERENCES users ON DELETE CASCADE,
      created_at timestamptz(3) NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      max_uses integer NOT NULL CHECK (max_uses > 0),
      uses integer NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND max_uses),
      revoked_at timestamptz
    )`.execute(db);
  await sql`CREATE INDEX invitations_by_creation ON invitations (created_at, id)`.execute(db);
  await sql`
    CREATE INDEX invitations_of_address ON invitations (lower(email COLLATE "und-x-icu"), created_at)
    WHERE email IS NOT NULL`.execute(db);
  await sql`CREATE INDEX invitations_by_expiry ON invitations (expires_at)`.execute(db);
}
