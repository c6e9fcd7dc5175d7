import { type RawBuilder, sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { HistoryQuery, Message, MessagePage } from "../../../contract/messages.ts";
import { mayVisitChannels } from "../conversations/membership.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Reads } from "../database.ts";
import { pageBytes, rowBytes } from "./page-bytes.ts";
import { MessageNotFound } from "./refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "./rows.ts";

type HistoryRow = { lastSeq: number } & (MessageRow | { [column in keyof MessageRow]: null });

const isMessage = (row: HistoryRow): row is { lastSeq: number } & MessageRow => row.id !== null;

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
 * Lists a page of a conversation's messages: newest first before a sequence number or from the end, oldest first
 * after one.
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
 * Lists a page of a channel's messages, also for users who have not joined it.
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
  { before, after, limit = limits.page.default }: HistoryQuery,
): Promise<MessagePage> {
  const forward = after !== undefined;
  const direction = forward ? sql`ASC` : sql`DESC`;
  const bound = forward ? sql`m.seq > ${after}` : sql`m.seq < ${before ?? Number.MAX_SAFE_INTEGER}`;
  const { rows } = await sql<HistoryRow>`
    SELECT c.last_seq, ${messageColumns(sql`page`)}
    FROM conversations c
    LEFT JOIN LATERAL (
      SELECT ${messageColumns(sql`newest`)}, sum(${rowBytes(sql`newest`)}) OVER (ORDER BY newest.seq ${direction}) AS bytes
      FROM (
        SELECT ${messageColumns(sql`m`)} FROM messages m
        WHERE m.conversation_id = ${conversationId}::uuid AND ${bound}
        ORDER BY m.seq ${direction} LIMIT ${limit}
      ) newest
    ) page ON page.bytes <= ${pageBytes} OR page.bytes = ${rowBytes(sql`page`)}
    WHERE c.id = ${conversationId}::uuid AND ${isReadable}
    ORDER BY page.seq ${direction}`.execute(db.repeatable);
  const [first] = rows;
  if (!first) throw new ConversationNotFound();
  const items = rows.filter(isMessage).map(toMessage);
  const last = items.at(-1);
  // The sequence has no gaps, so its ends show whether more messages exist.
  const more = last && (forward ? last.seq < first.lastSeq : last.seq > 1);
  return { items, nextCursor: more ? String(last.seq) : null };
}
