import { type Kysely, sql } from "kysely";

/**
 * Emoji that users have added to the workspace. `emoji_revision` counts their changes.
 *
 * An emoji has its own file. A picture that becomes an emoji leaves `pictures`, because the cleanup of an older release
 * would remove it there: nobody shows it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE workspace
      ADD emoji_rule text NOT NULL DEFAULT 'everyone',
      ADD emoji_revision bigint NOT NULL DEFAULT 0`.execute(db);
  await sql`ALTER TABLE pictures ADD size_bytes bigint`.execute(db);
  await sql`
    CREATE TABLE custom_emoji (
      id uuid PRIMARY KEY,
      name text NOT NULL UNIQUE,
      created_by uuid NOT NULL REFERENCES users,
      object_key text NOT NULL UNIQUE,
      version_id text NOT NULL,
      is_sealed boolean NOT NULL DEFAULT false,
      created_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`CREATE INDEX custom_emoji_unsealed ON custom_emoji (created_at) WHERE NOT is_sealed`.execute(db);
}
