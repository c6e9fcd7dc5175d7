import { type Kysely, sql } from "kysely";

/** The users for whom a call no longer rings, because they have declined it, or have joined and left. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE calls ADD silenced uuid[] NOT NULL DEFAULT '{}'`.execute(db);
}
