import { type Kysely, sql } from "kysely";

/** Token buckets for what users create rarely: uploads, conversations, and changes of names and pictures. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE allowances (
      user_id uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
      kind text NOT NULL,
      tokens_left double precision NOT NULL,
      refilled_at timestamptz NOT NULL,
      PRIMARY KEY (user_id, kind)
    )`.execute(db);
}
