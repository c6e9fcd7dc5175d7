import { type Kysely, sql } from "kysely";

/**
 * Mentions of many people (`@channel`, `@here`), the workspace's rule for them, and the times at which users were
 * online.
 *
 * A message stores which word it has, and nothing for each mentioned user. `@here` means the users who were online when
 * the message was stored, so the database remembers these times. A trigger records them, because functions of the
 * previous release change the presence as well. Its name has no version, so that no release drops it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`ALTER TABLE messages ADD mentions jsonb`.execute(db);
  await sql`
    CREATE INDEX messages_with_mentions ON messages (conversation_id, seq)
    WHERE mentions IS NOT NULL AND deleted_at IS NULL`.execute(db);
  await sql`
    ALTER TABLE workspace
      ADD wide_mention_rule text NOT NULL DEFAULT 'admins'
        CHECK (wide_mention_rule IN ('everyone', 'admins', 'nobody')),
      ADD wide_mentions_above bigint NOT NULL DEFAULT 100`.execute(db);
  await rememberOnlinePeriods(db);
}

async function rememberOnlinePeriods(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE online_periods (
      user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
      began_at timestamptz NOT NULL,
      ended_at timestamptz,
      PRIMARY KEY (user_id, began_at)
    )`.execute(db);
  await sql`CREATE INDEX online_periods_ended ON online_periods (ended_at)`.execute(db);
  // Users who come online meanwhile wait for the trigger.
  await sql`LOCK TABLE presence IN SHARE ROW EXCLUSIVE MODE`.execute(db);
  await sql`
    CREATE FUNCTION remember_online_period() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.is_online THEN
        INSERT INTO online_periods (user_id, began_at)
          VALUES (NEW.user_id, clock_timestamp())
          ON CONFLICT DO NOTHING;
      ELSE
        UPDATE online_periods o
          SET ended_at = clock_timestamp()
          WHERE o.user_id = NEW.user_id AND o.ended_at IS NULL;
      END IF;
      RETURN NULL;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER presence_remember_period AFTER UPDATE OF is_online ON presence
    FOR EACH ROW WHEN (NEW.is_online <> OLD.is_online) EXECUTE FUNCTION remember_online_period()`.execute(db);
  await sql`
    INSERT INTO online_periods (user_id, began_at)
    SELECT p.user_id, p.changed_at FROM presence p WHERE p.is_online`.execute(db);
}
