import { type Kysely, sql } from "kysely";

/** Pictures of people and of groups: uploaded first, then taken as somebody's or a group's own. */
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

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE conversations DROP picture_id`.execute(db);
  await sql`ALTER TABLE users DROP picture_id`.execute(db);
  await db.schema.dropTable("pictures").execute();
}
