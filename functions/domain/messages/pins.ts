import { sql } from "kysely";
import type { ConversationKind } from "../../../contract/channels.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import type { PinPage, PinsQuery } from "../../../contract/pins.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { takeAllowance } from "../allowances.ts";
import { ConversationArchived, ConversationNotFound } from "../conversations/refusals.ts";
import type { Database, Reads } from "../database.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import type { Rate } from "../rate.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import type { ChangeOf } from "./change.ts";
import { rowBytes } from "./message-bytes.ts";
import { AdminsPin, MessageDeleted, MessageNotFound, TooManyPins } from "./refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

interface PinRow extends MessageRow {
  outcome:
    | "changed"
    | "unchanged"
    | "no such message"
    | "deleted"
    | "archived"
    | "admins pin"
    | "too many"
    | "session ended"
    | "too fast";
  retryAfter: number;
  kind: ConversationKind;
}

export interface PinnedMessage {
  message: Message;
  kind: ConversationKind;
  isChanged: boolean;
}

/**
 * Pins a message to its conversation for all participants, or unpins it.
 *
 * @throws {SessionEnded | ConversationNotFound | MessageNotFound | MessageDeleted | ConversationArchived}
 * @throws {AdminsPin} if the conversation allows only its owner and admins to post, or a channel only them to change it
 * @throws {TooManyPins}
 * @throws {RateLimited} if the caller sent and changed more than `limit` allows, or after many calls that changed nothing
 */
export async function setPin(
  db: Database,
  { conversationId, messageId, callerId, sessionId }: ChangeOf,
  isPinned: boolean,
  limit: Rate,
): Promise<PinnedMessage> {
  const { rows } = await sql<PinRow>`
    SELECT outcome, retry_after, kind, ${messageColumns(sql`(message)`)} FROM pin_message_v1(
      ${conversationId}::uuid, ${callerId}::uuid, ${sessionId}::uuid, ${messageId}::uuid, ${isPinned},
      ${limits.pins}, ${limit.burst}::float8, ${limit.perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  if (row.outcome === "session ended") throw new SessionEnded();
  if (row.outcome === "no such message") throw new MessageNotFound();
  if (row.outcome === "deleted") throw new MessageDeleted();
  if (row.outcome === "archived") throw new ConversationArchived();
  if (row.outcome === "admins pin") throw new AdminsPin();
  if (row.outcome === "too many") throw new TooManyPins();
  if (row.outcome === "too fast") throw new RateLimited(row.retryAfter);
  if (row.outcome === "unchanged") await takeAllowance(db, callerId, "repeats");
  return { message: toMessage(row), kind: row.kind, isChanged: row.outcome === "changed" };
}

type PinnedRow = MessageRow & { pinnedAt: Date; candidates: number };

/** Lists the pinned messages of a conversation, the last pinned one first. @throws {ConversationNotFound} */
export async function listPins(
  db: Reads,
  conversationId: ConversationId,
  readerId: UserId,
  { cursor, limit = limits.page.default }: PinsQuery,
): Promise<PinPage> {
  // The reader has one row even if nothing is pinned.
  const { rows } = await sql<PinnedRow | { id: null }>`
    SELECT ${messageColumns(sql`pinned`)}, pinned.candidates
    FROM participants p
    LEFT JOIN (${boundedRows({
      columns: messageColumns,
      rows: sql`
        SELECT ${messageColumns(sql`m`)} FROM messages m
        WHERE m.conversation_id = ${conversationId}::uuid AND m.pinned_at IS NOT NULL
          AND ${cursor ? sql`(m.pinned_at, m.seq) < ${placeAt(cursor, "bigint")}` : sql`true`}
        ORDER BY m.pinned_at DESC, m.seq DESC LIMIT ${limit + 1}`,
      order: sql`page.pinned_at DESC, page.seq DESC`,
      bytes: rowBytes(sql`page`),
    })}) pinned ON true
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
    ORDER BY pinned.pinned_at DESC, pinned.seq DESC`.execute(db.repeatable);
  if (rows.length === 0) throw new ConversationNotFound();
  const pins = rows.filter((row) => row.id !== null);
  const page = takePage(pins, limit, ({ pinnedAt, seq }) => timeCursor(pinnedAt, seq));
  return { items: page.rows.map(toMessage), nextCursor: page.nextCursor };
}
