import { type RawBuilder, sql } from "kysely";
import { type ConversationId, MessageId, type UserId } from "../../../contract/ids.ts";
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
import { pageBytes } from "../messages/page-bytes.ts";
import { MessageIdTaken, UnknownFiles, UnknownReplyTarget, UnknownThread } from "../messages/refusals.ts";
import type { Sender } from "../messages/send.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { MessageBeingSent, ScheduledMessageNotFound, TooManyScheduledMessages } from "./refusals.ts";
import { type ScheduledRow, scheduledColumns, toScheduled } from "./rows.ts";

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

function afterCursor(cursor: string): RawBuilder<unknown> {
  const [milliseconds, id] = cursor.split("_");
  const at = new Date(Number(milliseconds)).toISOString();
  return sql`(s.send_at, s.id) > (${at}::timestamptz, ${MessageId.parse(id)}::uuid)`;
}

/** Lists a user's scheduled messages, the next one first. */
export async function listScheduled(
  db: Database,
  userId: UserId,
  { cursor, limit = limits.page.default }: ScheduledMessagesQuery,
): Promise<ScheduledMessagePage> {
  const { rows } = await sql<ScheduledRow & { candidates: number }>`
    SELECT ${scheduledColumns(sql`bounded`)}, bounded.candidates
    FROM (
      SELECT s.id, s.conversation_id, s.content, s.reply_to, s.thread_id, s.also_in_conversation, s.send_at, s.failure,
        s.attachment_ids, count(*) OVER () AS candidates, row_number() OVER next AS position,
        sum(octet_length(s.content)) OVER next AS bytes
      FROM (
        SELECT s.id, s.conversation_id, s.content, s.reply_to, s.thread_id, s.also_in_conversation, s.send_at, s.failure,
          s.attachment_ids
        FROM scheduled_messages s
        WHERE s.user_id = ${userId}::uuid AND ${cursor ? afterCursor(cursor) : sql`true`}
        ORDER BY s.send_at, s.id LIMIT ${limit + 1}
      ) s
      WINDOW next AS (ORDER BY s.send_at, s.id)
    ) bounded
    WHERE bounded.position = 1 OR bounded.bytes <= ${pageBytes}
    ORDER BY bounded.position`.execute(db.repeatable);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const isMore = last && last.candidates > page.length;
  return {
    items: page.map(toScheduled),
    nextCursor: isMore ? `${last.sendAt.getTime()}_${last.id}` : null,
  };
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
