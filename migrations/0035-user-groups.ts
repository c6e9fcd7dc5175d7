import { type Kysely, sql } from "kysely";

/**
 * Groups of users that a handle mentions together, such as `@design`.
 *
 * `group_handles` are the handles of a user's groups. Every statement that returns a user returns them, and groups
 * rarely change.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE user_groups (
      id uuid PRIMARY KEY,
      handle text NOT NULL UNIQUE,
      name text NOT NULL,
      description text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`
    CREATE TABLE user_group_members (
      group_id uuid NOT NULL REFERENCES user_groups ON DELETE CASCADE,
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      PRIMARY KEY (group_id, user_id)
    )`.execute(db);
  await sql`CREATE INDEX user_group_members_of_user ON user_group_members (user_id)`.execute(db);
  await sql`ALTER TABLE users ADD group_handles jsonb NOT NULL DEFAULT '[]'`.execute(db);
}
