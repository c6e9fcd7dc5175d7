import { type Kysely, sql } from "kysely";

/**
 * A user's status, paused notifications and quiet hours, as `Availability` in `contract/availability.ts` describes
 * them, and the words that notify the user.
 *
 * Changes of the availability may follow each other quickly. `announced_at` is the `updated_at` of the last one that
 * was announced, so that the delivery function announces several changes once.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE users
      ADD availability jsonb NOT NULL DEFAULT '{}',
      ADD keywords jsonb NOT NULL DEFAULT '[]',
      ADD announced_at timestamptz`.execute(db);
}
