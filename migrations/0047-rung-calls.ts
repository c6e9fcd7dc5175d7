import { type Kysely, sql } from "kysely";

/** Whether a call rang by Web Push, so that the notification is replaced once the call is answered. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE calls ADD is_pushed boolean NOT NULL DEFAULT false`.execute(db);
}
