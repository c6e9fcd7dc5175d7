import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { SavedIds, SavedMessage, SavedPage, SavedQuery } from "../../../contract/saved.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Database, Reads } from "../database.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import type { Rate } from "../rate.ts";
import { rowBytes } from "./message-bytes.ts";
import { MessageDeleted, MessageNotFound, TooManySaved } from "./refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

/** A message, and the user who saves it. */
export interface SavingOf {
  conversationId: ConversationId;
  messageId: MessageId;
  userId: UserId;
}

type SaveRow = MessageRow & {
  outcome: "saved" | "unchanged" | "no such message" | "deleted" | "too many" | "too fast";
  retryAfter: number;
  savedAt: Date;
};

/**
 * Saves a message for a user. Saving it again changes nothing.
 *
 * @throws {ConversationNotFound | MessageNotFound | MessageDeleted | TooManySaved}
 * @throws {RateLimited} if the user sent and changed more than `limit` allows
 */
export async function saveMessage(
  db: Database,
  { conversationId, messageId, userId }: SavingOf,
  limit: Rate,
): Promise<SavedMessage> {
  const { rows } = await sql<SaveRow>`
    SELECT outcome, retry_after, saved_at, ${messageColumns(sql`(message)`)} FROM save_message_v1(
      ${conversationId}::uuid, ${userId}::uuid, ${messageId}::uuid, ${limits.savedMessages},
      ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  if (row.outcome === "no such message") throw new MessageNotFound();
  if (row.outcome === "deleted") throw new MessageDeleted();
  if (row.outcome === "too many") throw new TooManySaved();
  if (row.outcome === "too fast") throw new RateLimited(row.retryAfter);
  return { savedAt: row.savedAt.toISOString(), message: toMessage(row) };
}

/**
 * Removes a message from those that a user saved, even after the user has left its conversation.
 *
 * @returns when it was removed, or undefined if the user had not saved it
 */
export async function unsaveMessage(
  db: Database,
  { conversationId, messageId, userId }: SavingOf,
): Promise<Date | undefined> {
  const { rows } = await sql<{ removedAt: Date }>`
    DELETE FROM saved_messages
    WHERE user_id = ${userId}::uuid AND conversation_id = ${conversationId}::uuid
      AND message_id = ${messageId}::uuid
    RETURNING clock_timestamp() AS removed_at`.execute(db.repeatable);
  return rows[0]?.removedAt;
}

/** Returns the ids of the messages that a user saved, including those in conversations that the user has left. */
export async function listSavedIds(db: Reads, userId: UserId): Promise<SavedIds> {
  const { rows } = await sql<{ messageId: MessageId; conversationId: ConversationId }>`
    SELECT message_id, conversation_id FROM saved_messages WHERE user_id = ${userId}::uuid`.execute(
    db.repeatable,
  );
  return {
    messageIds: rows.map(({ messageId }) => messageId),
    conversationIds: rows.map(({ conversationId }) => conversationId),
  };
}

/** Lists the messages that a user saved and may still read, the last saved one first. */
export async function listSaved(
  db: Reads,
  userId: UserId,
  { cursor, limit = limits.page.default }: SavedQuery,
): Promise<SavedPage> {
  const { rows } = await sql<MessageRow & { savedAt: Date; candidates: number }>`${boundedRows({
    columns: (from) => sql`${messageColumns(from)}, ${from}.saved_at`,
    rows: sql`
      SELECT ${messageColumns(sql`m`)}, s.saved_at
      FROM saved_messages s
      JOIN participants p ON p.conversation_id = s.conversation_id AND p.user_id = s.user_id
      CROSS JOIN LATERAL (
        SELECT ${messageColumns(sql`each`)} FROM messages each
        WHERE each.conversation_id = s.conversation_id AND each.id = s.message_id
        LIMIT 1
      ) m
      WHERE s.user_id = ${userId}::uuid AND m.deleted_at IS NULL
        AND ${cursor ? sql`(s.saved_at, s.message_id) < ${placeAt(cursor)}` : sql`true`}
      ORDER BY s.saved_at DESC, s.message_id DESC LIMIT ${limit + 1}`,
    order: sql`page.saved_at DESC, page.id DESC`,
    bytes: rowBytes(sql`page`),
  })}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => timeCursor(last.savedAt, last.id));
  return {
    items: page.rows.map((row) => ({ savedAt: row.savedAt.toISOString(), message: toMessage(row) })),
    nextCursor: page.nextCursor,
  };
}
