import { type Kysely, sql } from "kysely";

/**
 * Whether the server has read the size of an attached picture in pixels. The first download of a picture checks it, also
 * for pictures of earlier releases.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE attachments ADD is_checked boolean NOT NULL DEFAULT false`.execute(db);
}
