import { type Kysely, sql } from "kysely";

/**
 * The words of messages, which the functions write: PostgreSQL splits no text into words itself. A row may be missing
 * if a function of an older release wrote the message, and its tokens are NULL if one changed it. The migrate and
 * cleanup functions complete both (`functions/domain/search/index-messages.ts`).
 *
 * The index contains each word once per day, so that a search can begin with the newest day and end when it has found
 * enough. Every search reads the index's pending list, which is therefore short.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    CREATE TABLE message_search (
      conversation_id uuid NOT NULL,
      created_at timestamptz NOT NULL,
      seq bigint NOT NULL,
      tokens tsvector,
      PRIMARY KEY (conversation_id, created_at, seq)
    )`.execute(db);
  await sql`CREATE INDEX message_search_newest ON message_search (created_at, conversation_id, seq)`.execute(
    db,
  );
  await sql`CREATE INDEX message_search_outdated ON message_search (created_at) WHERE tokens IS NULL`.execute(
    db,
  );
  await sql`
    CREATE INDEX message_search_words ON message_search USING gin ((
      replace(
        ' ' || strip(tokens)::text,
        ' ''',
        ' ''' || to_hex(extract(day FROM created_at - timestamptz '1970-01-01 00:00:00+00')::integer) || '.'
      )::tsvector
    )) WITH (gin_pending_list_limit = 128)`.execute(db);
  // The messages up to this sequence number have their rows in message_search.
  await sql`ALTER TABLE conversations ADD searched_seq bigint NOT NULL DEFAULT 0`.execute(db);
  await sql`ALTER TABLE attachments ADD name_tokens tsvector`.execute(db);

  await sql`
    CREATE FUNCTION forget_message_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        DELETE FROM message_search s
          WHERE s.conversation_id = OLD.conversation_id AND s.created_at = OLD.created_at AND s.seq = OLD.seq;
        RETURN NULL;
      END IF;
      -- A deleted message keeps an empty row, so that a simultaneous backfill cannot add its former words.
      INSERT INTO message_search AS s (conversation_id, created_at, seq, tokens)
        VALUES (NEW.conversation_id, NEW.created_at, NEW.seq, CASE WHEN NEW.deleted_at IS NOT NULL THEN '' END::tsvector)
        ON CONFLICT (conversation_id, created_at, seq) DO UPDATE SET tokens = EXCLUDED.tokens;
      RETURN NULL;
    END
    $$`.execute(db);
  await sql`
    CREATE TRIGGER forget_message_tokens AFTER UPDATE OF content OR DELETE ON messages
    FOR EACH ROW EXECUTE FUNCTION forget_message_tokens()`.execute(db);
  await sql`DROP INDEX messages_search`.execute(db);
}
