import { type RawBuilder, sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { HistoryQuery, Message, MessagePage } from "../../../contract/messages.ts";
import { mayVisitChannels } from "../conversations/membership.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Reads } from "../database.ts";
import { pageBytes } from "../pages/page-bytes.ts";
import { rowBytes } from "./message-bytes.ts";
import { MessageNotFound } from "./refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

/** `total` is the place of the last message: its sequence number, or its number in the thread. */
type HistoryRow = { total: number } & (MessageRow | { [column in keyof MessageRow]: null });

const isMessage = (row: HistoryRow): row is { total: number } & MessageRow => row.id !== null;

/** Returns one message. @throws {MessageNotFound} also if the caller does not take part */
export async function getMessage(
  db: Reads,
  conversationId: ConversationId,
  readerId: UserId,
  id: MessageId,
): Promise<Message> {
  const { rows } = await sql<MessageRow>`
    SELECT ${messageColumns(sql`m`)} FROM participants p JOIN messages m ON m.conversation_id = p.conversation_id
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
      AND m.conversation_id = ${conversationId}::uuid AND m.id = ${id}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new MessageNotFound();
  return toMessage(row);
}

/**
 * Lists a page of the messages of a conversation or of one of its threads: newest first before a sequence number or
 * from the end, oldest first after one.
 *
 * @throws {ConversationNotFound} also if the caller does not take part
 */
export const listMessages = (
  db: Reads,
  conversationId: ConversationId,
  readerId: UserId,
  query: HistoryQuery,
): Promise<MessagePage> => {
  const isParticipant = sql`EXISTS (
    SELECT FROM participants p WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${readerId}::uuid
  )`;
  return pageOf(db, conversationId, isParticipant, query);
};

/**
 * Lists a page of a channel's messages, even for users who have not joined it.
 *
 * @throws {ConversationNotFound} also for groups and guests, so that ids cannot be probed
 */
export const listChannelMessages = (
  db: Reads,
  conversationId: ConversationId,
  readerId: UserId,
  query: HistoryQuery,
): Promise<MessagePage> =>
  pageOf(db, conversationId, sql`c.kind = 'channel' AND ${mayVisitChannels(readerId)}`, query);

/** @param isReadable  the condition that the caller may read conversation `c` */
async function pageOf(
  db: Reads,
  conversationId: ConversationId,
  isReadable: RawBuilder<unknown>,
  { before, after, threadId, limit = limits.page.default }: HistoryQuery,
): Promise<MessagePage> {
  const forward = after !== undefined;
  const direction = forward ? sql`ASC` : sql`DESC`;
  const bound = forward ? sql`m.seq > ${after}` : sql`m.seq < ${before ?? Number.MAX_SAFE_INTEGER}`;
  const { rows } = await sql<HistoryRow>`
    SELECT ${threadId ? sql`coalesce(root.reply_count, 0)` : sql`c.last_seq`} AS total, ${messageColumns(sql`page`)}
    FROM conversations c
    ${
      threadId
        ? sql`LEFT JOIN messages root ON root.conversation_id = ${conversationId}::uuid AND root.id = ${threadId}::uuid`
        : sql``
    }
    LEFT JOIN LATERAL (
      SELECT ${messageColumns(sql`newest`)}, sum(${rowBytes(sql`newest`)}) OVER (ORDER BY newest.seq ${direction}) AS bytes
      FROM (
        SELECT ${messageColumns(sql`m`)} FROM messages m
        WHERE m.conversation_id = ${conversationId}::uuid AND ${bound}
          AND ${threadId ? sql`m.thread_id = ${threadId}::uuid` : sql`true`}
        ORDER BY m.seq ${direction} LIMIT ${limit}
      ) newest
    ) page ON page.bytes <= ${pageBytes} OR page.bytes = ${rowBytes(sql`page`)}
    WHERE c.id = ${conversationId}::uuid AND ${isReadable}
    ORDER BY page.seq ${direction}`.execute(db.repeatable);
  const [first] = rows;
  if (!first) throw new ConversationNotFound();
  const items = rows.filter(isMessage).map(toMessage);
  const last = items.at(-1);
  // Neither sequence numbers nor the numbers of replies have gaps, so their ends show whether more messages exist.
  const place = last && (threadId ? (last.replyNumber ?? 1) : last.seq);
  const more = place !== undefined && (forward ? place < first.total : place > 1);
  return { items, nextCursor: last && more ? String(last.seq) : null };
}
