import { type Kysely, sql } from "kysely";

/**
 * A message whose text changes forgets whom it mentioned, until the same transaction stores whom it mentions now. The
 * functions of a release before 0055 store only the text, so that the message would name users whom it no longer mentions.
 * Pages then resolve the mentions themselves, as in other messages of such a release.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE FUNCTION forget_mentioned_users() RETURNS trigger LANGUAGE plpgsql AS $function$
    BEGIN
      NEW.mentioned_users = NULL;
      RETURN NEW;
    END
    $function$`.execute(db);
  await sql`
    CREATE TRIGGER mentions_of_changed_text BEFORE UPDATE OF content ON messages
      FOR EACH ROW WHEN (NEW.content <> OLD.content AND NEW.mentioned_users = OLD.mentioned_users)
      EXECUTE FUNCTION forget_mentioned_users()`.execute(db);
}
