import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Thread, ThreadPage, ThreadsQuery } from "../../../contract/threads.ts";
import type { Reads } from "../database.ts";
import { rowBytes } from "../messages/message-bytes.ts";
import { MessageNotFound } from "../messages/refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";

/** A thread, by its root and one of the conversation's participants. */
export interface ThreadOf {
  conversationId: ConversationId;
  rootId: MessageId;
  userId: UserId;
}

interface PlaceRow {
  isFollowing: boolean;
  lastReadSeq: number;
  unreadCount: number;
  mentionCount: number;
}

type ThreadRow = MessageRow & PlaceRow;

/**
 * Selects the place of follower `f` in the thread of root `r`. The count comes from the replies' numbers, without
 * reading the replies.
 */
const placeColumns = sql`
  f.user_id IS NOT NULL AS is_following,
  coalesce(f.last_read_seq, 0) AS last_read_seq,
  coalesce(greatest(0, r.reply_count - f.last_read_number - (
    SELECT count(*) FROM messages gone
    WHERE gone.conversation_id = f.conversation_id AND gone.thread_id = f.root_id AND gone.seq > f.last_read_seq
      AND gone.deleted_at IS NOT NULL
  )), 0) AS unread_count,
  (
    SELECT count(*) FROM mentions n
    WHERE n.user_id = f.user_id AND n.conversation_id = f.conversation_id AND n.thread_id = f.root_id
      AND n.seq > f.last_read_seq
  ) AS mention_count`;

function toThread({ isFollowing, lastReadSeq, unreadCount, mentionCount, ...row }: ThreadRow): Thread {
  const root = toMessage(row);
  return { conversationId: root.conversationId, root, isFollowing, lastReadSeq, unreadCount, mentionCount };
}

/** Returns a thread. @throws {MessageNotFound} also for replies, and if the user does not take part */
export async function getThread(db: Reads, { conversationId, rootId, userId }: ThreadOf): Promise<Thread> {
  const { rows } = await sql<ThreadRow>`
    SELECT ${messageColumns(sql`r`)}, ${placeColumns}
    FROM participants p
    JOIN messages r ON r.conversation_id = p.conversation_id
    LEFT JOIN thread_followers f
      ON f.user_id = p.user_id AND f.conversation_id = ${conversationId}::uuid AND f.root_id = ${rootId}::uuid
    WHERE p.conversation_id = ${conversationId}::uuid AND p.user_id = ${userId}::uuid
      AND r.conversation_id = ${conversationId}::uuid AND r.id = ${rootId}::uuid AND r.thread_id IS NULL`.execute(
    db.repeatable,
  );
  const [row] = rows;
  if (!row) throw new MessageNotFound();
  return toThread(row);
}

/** Lists the threads that a user follows, last reply first. An index has them in this order, so others cost nothing. */
export async function listThreads(
  db: Reads,
  userId: UserId,
  { cursor, limit = limits.page.default, unread }: ThreadsQuery,
): Promise<ThreadPage> {
  const { rows } = await sql<ThreadRow & { candidates: number; lastAt: Date }>`${boundedRows({
    columns: (
      from,
    ) => sql`${messageColumns(from)}, ${from}.last_at, ${from}.is_following, ${from}.last_read_seq,
      ${from}.unread_count, ${from}.mention_count`,
    rows: sql`
      SELECT ${messageColumns(sql`r`)}, f.active_at AS last_at, ${placeColumns}
      FROM thread_followers f
      CROSS JOIN LATERAL (
        SELECT ${messageColumns(sql`m`)}
        FROM messages m WHERE m.conversation_id = f.conversation_id AND m.id = f.root_id
        LIMIT 1
      ) r
      WHERE f.user_id = ${userId}::uuid AND ${unread === "true" ? isUnread : sql`true`}
        AND ${cursor ? sql`(f.active_at, f.root_id) < ${placeAt(cursor)}` : sql`true`}
      ORDER BY f.active_at DESC, f.root_id DESC LIMIT ${limit + 1}`,
    order: sql`page.last_at DESC, page.id DESC`,
    bytes: rowBytes(sql`page`),
  })}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => timeCursor(last.lastAt, last.id));
  return {
    items: page.rows.map(({ candidates: _, lastAt: __, ...row }) => toThread(row)),
    nextCursor: page.nextCursor,
  };
}

/** The condition that follower `f` has not read a reply that still exists. An index covers its first half. */
const isUnread = sql`f.reply_count > f.last_read_number AND EXISTS (
  SELECT FROM messages reply
  WHERE reply.conversation_id = f.conversation_id AND reply.thread_id = f.root_id AND reply.seq > f.last_read_seq
    AND reply.deleted_at IS NULL
)`;
