import { type Kysely, sql } from "kysely";

/**
 * Sessions, what belongs to them, new e-mail addresses that wait for confirmation, and failed guesses.
 *
 * A session used to be a family of refresh tokens, and its id was `family_id`. The two triggers keep the functions of
 * the release before working: they insert tokens without a session, and revoke tokens to end one.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Tokens that arrive meanwhile wait for the triggers.
  await sql`LOCK TABLE refresh_tokens IN SHARE ROW EXCLUSIVE MODE`.execute(db);
  await sql`
    CREATE TABLE sessions (
      id uuid PRIMARY KEY,
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      user_agent text,
      device_hash text,
      created_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz NOT NULL DEFAULT now(),
      authenticated_at timestamptz,
      ended_at timestamptz
    )`.execute(db);
  // A family with a revoked token has ended, even if a refresh that raced the end added another token.
  await sql`
    INSERT INTO sessions (id, user_id, user_agent, created_at, last_used_at, ended_at)
      SELECT family_id, user_id, max(user_agent), min(created_at), max(created_at), max(revoked_at)
      FROM refresh_tokens GROUP BY family_id, user_id`.execute(db);
  await sql`CREATE INDEX sessions_of_user ON sessions (user_id)`.execute(db);
  await sql`CREATE INDEX sessions_by_end ON sessions (ended_at) WHERE ended_at IS NOT NULL`.execute(db);
  await sql`
    ALTER TABLE refresh_tokens
      ADD CONSTRAINT refresh_tokens_session FOREIGN KEY (family_id) REFERENCES sessions ON DELETE CASCADE`.execute(
    db,
  );
  await serveReleaseBefore(db);

  // There is no foreign key, because it would cost a lookup for each socket that opens. `open_connection` checks the
  // session.
  await sql`ALTER TABLE connections ADD session_id uuid`.execute(db);

  await sql`ALTER TABLE users ADD pending_email text`.execute(db);
  // No user can choose a name with a tilde.
  await sql`
    UPDATE users SET username = 'deleted~' || right(replace(id::text, '-', ''), 16)
    WHERE deleted_at IS NOT NULL`.execute(db);

  await sql`CREATE INDEX users_by_deletion ON users (deleted_at) WHERE deleted_at IS NOT NULL`.execute(db);

  await sql`
    CREATE TABLE guesses (
      key text PRIMARY KEY,
      failures double precision NOT NULL,
      counted_at timestamptz NOT NULL,
      blocked_until timestamptz NOT NULL
    )`.execute(db);
  await sql`CREATE INDEX guesses_by_age ON guesses (counted_at)`.execute(db);
}

/**
 * Creates the triggers for functions that do not know sessions. Their names have no version, so that no release drops
 * them.
 */
async function serveReleaseBefore(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION add_session_of_refresh_token() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO sessions (id, user_id, user_agent)
        VALUES (NEW.family_id, NEW.user_id, NEW.user_agent)
        ON CONFLICT DO NOTHING;
      RETURN NEW;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER refresh_tokens_add_session BEFORE INSERT ON refresh_tokens
    FOR EACH ROW EXECUTE FUNCTION add_session_of_refresh_token()`.execute(db);
  await sql`
    CREATE FUNCTION end_session_of_refresh_token() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE sessions s SET ended_at = now() WHERE s.id = NEW.family_id AND s.ended_at IS NULL;
      RETURN NULL;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER refresh_tokens_end_session AFTER UPDATE OF revoked_at ON refresh_tokens
    FOR EACH ROW WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL)
    EXECUTE FUNCTION end_session_of_refresh_token()`.execute(db);
}
