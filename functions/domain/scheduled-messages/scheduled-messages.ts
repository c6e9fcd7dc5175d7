import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import type {
  NewScheduledMessage,
  ScheduledMessage,
  ScheduledMessageChange,
  ScheduledMessagePage,
  ScheduledMessagesQuery,
} from "../../../contract/scheduled-messages.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import { takeAllowance } from "../allowances.ts";
import { fixedFiles, type UploadedFile } from "../attachments/uploads.ts";
import { AdminsPost, ConversationArchived, ConversationNotFound } from "../conversations/refusals.ts";
import type { Database } from "../database.ts";
import { requireAhead } from "../due/require-ahead.ts";
import { MessageIdTaken, UnknownFiles, UnknownReplyTarget, UnknownThread } from "../messages/refusals.ts";
import type { Sender } from "../messages/send.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { MessageBeingSent, ScheduledMessageNotFound, TooManyScheduledMessages } from "./refusals.ts";
import { type ScheduledRow, scheduledColumns, storedColumns, toScheduled } from "./rows.ts";

/** A scheduled message, by its author. */
export interface OwnScheduledMessage {
  id: MessageId;
  userId: UserId;
}

type Outcome =
  | "created"
  | "repeated"
  | "session ended"
  | "id taken"
  | "archived"
  | "admins post"
  | "reply to nothing"
  | "no such thread"
  | "no such attachment"
  | "too fast"
  | "too many";

/**
 * Stores a message to send later, and records what its author has uploaded for it. The caller queues it.
 *
 * @throws {TimeNotPossible | SessionEnded | ConversationNotFound | ConversationArchived | AdminsPost}
 * @throws {MessageIdTaken | UnknownReplyTarget | UnknownThread | UnknownFiles | TooManyScheduledMessages | RateLimited}
 */
export async function scheduleMessage(
  db: Database,
  conversationId: ConversationId,
  { userId, sessionId }: Sender,
  message: NewScheduledMessage & { uploads?: readonly UploadedFile[] },
): Promise<{ scheduled: ScheduledMessage; isNew: boolean }> {
  const { id, content, replyTo, threadId, alsoInConversation = false, sendAt } = message;
  requireAhead(sendAt);
  const { burst, perSecond } = allowances.later;
  const { rows } = await sql<{ outcome: Outcome; retryAfter: number }>`
    SELECT outcome, retry_after FROM schedule_message_v1(
      ${userId}::uuid, ${sessionId}::uuid, ${conversationId}::uuid, ${id}::uuid, ${content},
      ${replyTo ?? null}::uuid, ${threadId ?? null}::uuid, ${alsoInConversation},
      ${fixedFiles(conversationId, userId, message)},
      ${sendAt}::timestamptz, ${limits.scheduled.count}, ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ConversationNotFound();
  if (row.outcome === "session ended") throw new SessionEnded();
  if (row.outcome === "id taken") throw new MessageIdTaken();
  if (row.outcome === "archived") throw new ConversationArchived();
  if (row.outcome === "admins post") throw new AdminsPost();
  if (row.outcome === "reply to nothing") throw new UnknownReplyTarget();
  if (row.outcome === "no such thread") throw new UnknownThread();
  if (row.outcome === "no such attachment") throw new UnknownFiles();
  if (row.outcome === "too fast") throw new RateLimited(row.retryAfter);
  if (row.outcome === "too many") throw new TooManyScheduledMessages();
  if (row.outcome === "repeated") await takeAllowance(db, userId, "repeats");
  return { scheduled: await getScheduled(db, { id, userId }), isNew: row.outcome === "created" };
}

/** Returns one scheduled message of a user. @throws {ScheduledMessageNotFound} */
export async function getScheduled(
  db: Database,
  { id, userId }: OwnScheduledMessage,
): Promise<ScheduledMessage> {
  const { rows } = await sql<ScheduledRow>`
    SELECT ${scheduledColumns(sql`s`)} FROM scheduled_messages s
    WHERE s.id = ${id}::uuid AND s.user_id = ${userId}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new ScheduledMessageNotFound();
  return toScheduled(row);
}

/** Lists a user's scheduled messages, the next one first. */
export async function listScheduled(
  db: Database,
  userId: UserId,
  { cursor, limit = limits.page.default }: ScheduledMessagesQuery,
): Promise<ScheduledMessagePage> {
  const { rows } = await sql<ScheduledRow & { candidates: number }>`${boundedRows({
    columns: storedColumns,
    returned: scheduledColumns,
    rows: sql`
      SELECT ${storedColumns(sql`s`)} FROM scheduled_messages s
      WHERE s.user_id = ${userId}::uuid AND ${cursor ? sql`(s.send_at, s.id) > ${placeAt(cursor)}` : sql`true`}
      ORDER BY s.send_at, s.id LIMIT ${limit + 1}`,
    order: sql`page.send_at, page.id`,
    bytes: sql`octet_length(page.content)`,
  })}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => timeCursor(last.sendAt, last.id));
  return { items: page.rows.map(toScheduled), nextCursor: page.nextCursor };
}

/**
 * Changes the text or the time of a scheduled message. One that could not be sent waits again. The caller queues it.
 *
 * @throws {TimeNotPossible | ScheduledMessageNotFound | MessageBeingSent | RateLimited}
 */
export async function changeScheduled(
  db: Database,
  { id, userId }: OwnScheduledMessage,
  { content, sendAt }: ScheduledMessageChange,
): Promise<ScheduledMessage> {
  if (sendAt !== undefined) requireAhead(sendAt);
  await takeAllowance(db, userId, "later");
  const { rows } = await sql<ScheduledRow>`
    UPDATE scheduled_messages s
    SET content = CASE WHEN ${content ?? null}::text = '' AND s.attachment_ids = '[]' THEN s.content
        ELSE coalesce(${content ?? null}::text, s.content) END,
      send_at = coalesce(${sendAt ?? null}::timestamptz, s.send_at), failure = NULL
    WHERE s.id = ${id}::uuid AND s.user_id = ${userId}::uuid AND s.sending_at IS NULL
    RETURNING ${scheduledColumns(sql`s`)}`.execute(db.repeatable);
  const [row] = rows;
  if (row) return toScheduled(row);
  await getScheduled(db, { id, userId });
  throw new MessageBeingSent();
}

/**
 * Deletes a scheduled message. Deleting it again changes nothing. A message whose sending has been stuck for a minute
 * can be deleted as well.
 *
 * @returns its conversation, or undefined if there is no such message
 * @throws {MessageBeingSent}
 */
export async function cancelScheduled(
  db: Database,
  { id, userId }: OwnScheduledMessage,
): Promise<ConversationId | undefined> {
  const { rows } = await sql<{ conversationId: ConversationId; isRemoved: boolean }>`
    WITH removed AS (
      DELETE FROM scheduled_messages s
      WHERE s.id = ${id}::uuid AND s.user_id = ${userId}::uuid
        AND (s.sending_at IS NULL OR s.sending_at < now() - interval '1 minute')
      RETURNING s.id
    )
    SELECT s.conversation_id, EXISTS (SELECT FROM removed) AS is_removed FROM scheduled_messages s
    WHERE s.id = ${id}::uuid AND s.user_id = ${userId}::uuid`.execute(db.repeatable);
  const [row] = rows;
  if (row && !row.isRemoved) throw new MessageBeingSent();
  return row?.conversationId;
}
