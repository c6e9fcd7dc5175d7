import { type Kysely, sql } from "kysely";

/** Confirmed e-mail addresses, and the tokens in e-mailed links. Tokens are stored hashed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE users ADD email_verified_at timestamptz`.execute(db);
  await sql`
    CREATE TABLE mail_tokens (
      token_hash text PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      purpose text NOT NULL CHECK (purpose IN ('verify', 'reset')),
      email text NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      expires_at timestamptz NOT NULL,
      used_at timestamptz
    )`.execute(db);
  await sql`CREATE INDEX mail_tokens_of_user ON mail_tokens (user_id, purpose, created_at)`.execute(db);
  await sql`CREATE INDEX mail_tokens_by_expiry ON mail_tokens (expires_at)`.execute(db);
}
