import { type Kysely, sql } from "kysely";

/**
 * Each follower of a thread has a copy of its last activity and of its number of replies, so that the list of a user's
 * threads reads only the rows that it returns. Triggers keep the copies, because replies, mentions, imports and two
 * releases of the database functions write these tables.
 *
 * Cost: a reply writes a row for each follower of its thread. The reply is pushed to each of them as well.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    ALTER TABLE thread_followers
      ADD COLUMN active_at timestamptz(3) NOT NULL DEFAULT now(),
      ADD COLUMN reply_count bigint NOT NULL DEFAULT 0`.execute(db);
  await sql`
    UPDATE thread_followers f
      SET active_at = date_trunc('milliseconds', coalesce(m.last_reply_at, m.created_at)), reply_count = m.reply_count
      FROM messages m
      WHERE m.conversation_id = f.conversation_id AND m.id = f.root_id`.execute(db);
  await sql`
    CREATE INDEX thread_followers_by_activity
      ON thread_followers (user_id, active_at DESC, root_id DESC)`.execute(db);
  await sql`
    CREATE INDEX thread_followers_with_replies
      ON thread_followers (user_id, active_at DESC, root_id DESC) WHERE reply_count > last_read_number`.execute(
    db,
  );
  await sql`
    CREATE FUNCTION copy_thread_activity() RETURNS trigger LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan AS $function$
    BEGIN
      SELECT date_trunc('milliseconds', coalesce(m.last_reply_at, m.created_at)), m.reply_count
        INTO NEW.active_at, NEW.reply_count
        FROM messages m
        WHERE m.conversation_id = NEW.conversation_id AND m.id = NEW.root_id;
      RETURN NEW;
    END
    $function$`.execute(db);
  await sql`
    CREATE TRIGGER thread_activity_of_new_follower BEFORE INSERT ON thread_followers
      FOR EACH ROW EXECUTE FUNCTION copy_thread_activity()`.execute(db);
  await sql`
    CREATE FUNCTION spread_thread_activity() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
      UPDATE thread_followers f
        SET active_at = date_trunc('milliseconds', NEW.last_reply_at), reply_count = NEW.reply_count
        WHERE f.conversation_id = NEW.conversation_id AND f.root_id = NEW.id;
      RETURN NULL;
    END
    $function$`.execute(db);
  await sql`
    CREATE TRIGGER thread_activity_of_reply AFTER UPDATE OF reply_count ON messages
      FOR EACH ROW WHEN (NEW.reply_count <> OLD.reply_count) EXECUTE FUNCTION spread_thread_activity()`.execute(
    db,
  );
}
