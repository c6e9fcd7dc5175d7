import { type Kysely, sql } from "kysely";

/**
 * E-mails about missed messages: who gets them, in which language, and which ones wait.
 *
 * `missed_mails` has a row for each user who has waited for one. `due_at` is the time of the next e-mail, or NULL if none
 * waits. `sent_at` is the time of the last one. `mail_key` signs the links that unsubscribe, for as long as the workspace
 * exists. PostgreSQL has no cryptographic random bytes without an extension, but random UUIDs have 122 such bits.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE users ADD missed_mails boolean NOT NULL DEFAULT true, ADD language text`.execute(db);
  await sql`
    ALTER TABLE workspace
      ADD missed_mails text NOT NULL DEFAULT 'names' CHECK (missed_mails IN ('off', 'names', 'text')),
      ADD mail_key text NOT NULL
        DEFAULT encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'hex')`.execute(
    db,
  );
  await sql`
    CREATE TABLE missed_mails (
      user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
      due_at timestamptz(3),
      sent_at timestamptz(3)
    )`.execute(db);
  await sql`CREATE INDEX missed_mails_due ON missed_mails (due_at, user_id) WHERE due_at IS NOT NULL`.execute(
    db,
  );
}
