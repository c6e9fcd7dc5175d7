import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Attachment } from "../../../contract/attachments.ts";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { Database } from "../database.ts";
import { textBytes } from "../messages/message-bytes.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { pageBytes } from "../pages/page-bytes.ts";
import { messageVector } from "./search-vector.ts";

/** The maximum numbers of conversations and messages in a batch. */
const batch = { conversations: 200, messages: 500 };

interface StoredMessage {
  conversationId: ConversationId;
  seq: number;
  senderId: UserId;
  content: string;
  attachments: Attachment[];
  threadId: MessageId | null;
}

/** A conversation without such a message has one row. */
type UnindexedRow = { id: ConversationId; lastSeq: number } & (
  | StoredMessage
  | { [column in keyof StoredMessage]: null }
);

const isMessage = <Row extends { seq: number | null }>(row: Row): row is Row & StoredMessage =>
  row.seq !== null;

/** Writes the words of messages as JSON for `json_to_recordset`. */
const wordsOf = (messages: readonly StoredMessage[]): string =>
  JSON.stringify(
    messages.map(({ conversationId, seq, senderId, content, attachments, threadId }) => ({
      conversation_id: conversationId,
      seq,
      // If the text has changed in the meantime, its words are those of the change.
      content_md5: createHash("md5").update(content).digest("hex"),
      tokens: messageVector({
        conversationId,
        senderId,
        content,
        isReply: threadId !== null,
        files: attachments,
      }),
    })),
  );

const words = sql`(conversation_id uuid, seq bigint, content_md5 text, tokens text)`;

/**
 * Stores the words of messages that a function of an older release wrote, all or in part.
 *
 * @returns whether there were any
 */
async function indexMissing(db: Database): Promise<boolean> {
  const { rows } = await sql<UnindexedRow>`
    SELECT bounded.id, bounded.last_seq, bounded.conversation_id, bounded.seq, bounded.sender_id, bounded.content,
      bounded.attachments, bounded.thread_id
    FROM (
      SELECT c.id, c.last_seq, m.conversation_id, m.seq, m.sender_id, m.content, m.attachments, m.thread_id,
        row_number() OVER batch AS position, sum(${textBytes(sql`m`)}) OVER batch AS bytes
      FROM (
        SELECT id, last_seq, searched_seq, last_activity_at FROM conversations WHERE searched_seq < last_seq
        ORDER BY last_activity_at DESC, id LIMIT ${batch.conversations}
      ) c
      LEFT JOIN LATERAL (
        SELECT later.conversation_id, later.seq, later.sender_id, later.content, later.reactions, later.attachments,
          later.thread_id
        FROM messages later
        WHERE later.conversation_id = c.id AND later.seq > c.searched_seq
        ORDER BY later.seq LIMIT ${batch.messages}
      ) m ON true
      WINDOW batch AS (ORDER BY c.last_activity_at DESC, c.id, m.seq)
    ) bounded
    WHERE bounded.position = 1
      OR (bounded.position <= ${batch.messages} AND coalesce(bounded.bytes, 0) <= ${pageBytes})
    ORDER BY bounded.position`.execute(db.repeatable);
  if (rows.length === 0) return false;
  const upTo = new Map(rows.map(({ id, seq, lastSeq }) => [id, seq ?? lastSeq]));
  const done = Array.from(upTo, ([id, seq]) => ({ id, seq }));
  // Locks the conversations in the order of their ids, as every function that locks several does. Before the lock, a
  // text may change, so the messages are read again under a lock.
  await sql`
    WITH locked AS MATERIALIZED (
      SELECT c.id, done.seq FROM json_to_recordset(${JSON.stringify(done)}::json) AS done (id uuid, seq bigint)
      JOIN conversations c ON c.id = done.id ORDER BY c.id FOR NO KEY UPDATE OF c
    ), indexed AS MATERIALIZED (
      SELECT m.conversation_id, m.created_at, m.seq, words.tokens::tsvector AS tokens
      FROM locked
      JOIN json_to_recordset(${wordsOf(rows.filter(isMessage))}::json) AS words ${words}
        ON words.conversation_id = locked.id
      JOIN messages m ON m.conversation_id = words.conversation_id AND m.seq = words.seq
      WHERE m.deleted_at IS NULL AND m.system IS NULL AND md5(m.content) = words.content_md5
      FOR NO KEY UPDATE OF m
    ), stored AS (
      INSERT INTO message_search AS s (conversation_id, created_at, seq, tokens)
      SELECT conversation_id, created_at, seq, tokens FROM indexed
      ON CONFLICT (conversation_id, created_at, seq) DO UPDATE SET tokens = EXCLUDED.tokens
        WHERE s.tokens IS DISTINCT FROM EXCLUDED.tokens
    )
    UPDATE conversations c SET searched_seq = greatest(c.searched_seq, locked.seq)
    FROM locked WHERE c.id = locked.id`.execute(db.repeatable);
  return true;
}

/** Stores the words of messages that a function of an older release changed. @returns whether there were any */
async function indexOutdated(db: Database): Promise<boolean> {
  const { rows } = await sql<StoredMessage>`${boundedRows({
    columns: (from) => sql`${from}.conversation_id, ${from}.seq, ${from}.sender_id, ${from}.content,
      ${from}.attachments, ${from}.thread_id`,
    rows: sql`
      SELECT m.conversation_id, m.seq, m.sender_id, m.content, m.reactions, m.attachments, m.thread_id, s.created_at
      FROM (
        SELECT conversation_id, created_at, seq FROM message_search WHERE tokens IS NULL
        ORDER BY created_at DESC LIMIT ${batch.messages}
      ) s
      JOIN messages m ON m.conversation_id = s.conversation_id AND m.seq = s.seq`,
    order: sql`page.created_at DESC, page.conversation_id, page.seq`,
    bytes: textBytes(sql`page`),
  })}`.execute(db.repeatable);
  if (rows.length === 0) return false;
  await sql`
    UPDATE message_search s SET tokens = words.tokens::tsvector
    FROM json_to_recordset(${wordsOf(rows)}::json) AS words ${words}
    JOIN messages m ON m.conversation_id = words.conversation_id AND m.seq = words.seq
    WHERE s.conversation_id = m.conversation_id AND s.created_at = m.created_at AND s.seq = m.seq
      AND s.tokens IS NULL AND md5(m.content) = words.content_md5`.execute(db.repeatable);
  return true;
}

/**
 * Stores the words of messages that functions of older releases wrote or changed, so that a search finds them: those of
 * a database before its upgrade, and those written during a deployment or after a rollback. Begins with the
 * conversations that are active. A run that ends early is continued by the next one.
 *
 * @param until  the time to stop, in milliseconds since 1970
 */
export async function indexMessages(db: Database, until: number): Promise<void> {
  while (Date.now() < until && (await indexOutdated(db)));
  while (Date.now() < until && (await indexMissing(db)));
}
