import { type Kysely, sql } from "kysely";

/** Pictures of users and groups. A picture is uploaded first and then chosen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE pictures (
      id uuid PRIMARY KEY,
      owner_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      object_key text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT now()
    )`.execute(db);
  await sql`CREATE INDEX pictures_by_age ON pictures (created_at)`.execute(db);
  await sql`ALTER TABLE users ADD picture_id uuid REFERENCES pictures`.execute(db);
  await sql`ALTER TABLE conversations ADD picture_id uuid REFERENCES pictures`.execute(db);
  await sql`CREATE INDEX users_by_picture ON users (picture_id) WHERE picture_id IS NOT NULL`.execute(db);
  await sql`CREATE INDEX conversations_by_picture ON conversations (picture_id) WHERE picture_id IS NOT NULL`.execute(
    db,
  );
}
