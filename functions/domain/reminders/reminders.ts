import { type RawBuilder, sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import type { Reminder, ReminderPage, RemindersQuery } from "../../../contract/reminders.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import type { Database } from "../database.ts";
import { requireAhead } from "../due/require-ahead.ts";
import type { ChangeOf } from "../messages/change.ts";
import { rowBytes } from "../messages/message-bytes.ts";
import { MessageDeleted, MessageNotFound } from "../messages/refusals.ts";
import { type MessageRow, messageColumns, toMessage } from "../messages/rows.ts";
import { boundedRows } from "../pages/bounded-rows.ts";
import { takePage } from "../pages/page.ts";
import { placeAt, timeCursor } from "../pages/time-cursor.ts";
import { SessionEnded } from "../sessions/refusals.ts";
import { TooManyReminders } from "./refusals.ts";

/** A user's reminder, by its message. */
export interface ReminderOf {
  userId: UserId;
  conversationId: ConversationId;
  messageId: MessageId;
}

type ReminderRow = MessageRow & { remindAt: Date; notifiedAt: Date | null };

const toReminder = ({ remindAt, notifiedAt, ...message }: ReminderRow): Reminder => ({
  conversationId: message.conversationId,
  messageId: message.id,
  remindAt: remindAt.toISOString(),
  ...(notifiedAt && { notifiedAt: notifiedAt.toISOString() }),
  message: toMessage(message),
});

/**
 * Sets a reminder of a message, or changes its time. The caller queues it.
 *
 * @throws {TimeNotPossible | SessionEnded | MessageNotFound | MessageDeleted | TooManyReminders | RateLimited}
 */
export async function setReminder(
  db: Database,
  { conversationId, messageId, callerId: userId, sessionId }: ChangeOf,
  remindAt: string,
): Promise<Reminder> {
  requireAhead(remindAt);
  const { burst, perSecond } = allowances.later;
  const { rows } = await sql<{
    outcome: "set" | "session ended" | "deleted" | "too many" | "too fast";
    retryAfter: number;
  }>`
    SELECT outcome, retry_after FROM set_reminder_v1(
      ${userId}::uuid, ${sessionId}::uuid, ${conversationId}::uuid, ${messageId}::uuid, ${remindAt}::timestamptz,
      ${limits.reminders}, ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (!row) throw new MessageNotFound();
  if (row.outcome === "session ended") throw new SessionEnded();
  if (row.outcome === "deleted") throw new MessageDeleted();
  if (row.outcome === "too many") throw new TooManyReminders();
  if (row.outcome === "too fast") throw new RateLimited(row.retryAfter);
  const reminder = await findReminder(db, { userId, conversationId, messageId });
  // Another device may have removed it a moment ago.
  if (!reminder) throw new MessageNotFound();
  return reminder;
}

/** Returns a user's reminder of a message. @param condition  on row `r` */
async function findReminder(
  db: Database,
  { userId, conversationId, messageId }: ReminderOf,
  condition: RawBuilder<unknown> = sql`true`,
): Promise<Reminder | undefined> {
  const { rows } = await sql<ReminderRow>`
    SELECT r.remind_at, r.notified_at, ${messageColumns(sql`m`)}
    FROM reminders r JOIN messages m ON m.conversation_id = r.conversation_id AND m.id = r.message_id
    WHERE r.user_id = ${userId}::uuid AND r.conversation_id = ${conversationId}::uuid
      AND m.conversation_id = ${conversationId}::uuid AND r.message_id = ${messageId}::uuid AND ${condition}`.execute(
    db.repeatable,
  );
  const [row] = rows;
  return row && toReminder(row);
}

/** Returns a reminder whose time has come, unless the user has been reminded, or has chosen a later time since. */
export const findDueReminder = (
  db: Database,
  reminder: ReminderOf,
  at: string,
): Promise<Reminder | undefined> =>
  findReminder(
    db,
    reminder,
    sql`r.notified_at IS NULL AND r.remind_at <= ${at}::timestamptz AND EXISTS (
      SELECT FROM users u WHERE u.id = r.user_id AND u.deactivated_at IS NULL
    )`,
  );

/** Records that the user has been reminded. */
export async function markNotified(
  db: Database,
  { userId, conversationId, messageId }: ReminderOf,
  at: string,
): Promise<void> {
  await sql`
    UPDATE reminders r SET notified_at = now()
    WHERE r.user_id = ${userId}::uuid AND r.conversation_id = ${conversationId}::uuid
      AND r.message_id = ${messageId}::uuid AND r.remind_at <= ${at}::timestamptz`.execute(db.repeatable);
}

/** Removes a reminder. @returns whether there was one */
export async function removeReminder(
  db: Database,
  { userId, conversationId, messageId }: ReminderOf,
): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM reminders r
    WHERE r.user_id = ${userId}::uuid AND r.conversation_id = ${conversationId}::uuid
      AND r.message_id = ${messageId}::uuid
    RETURNING 1 AS one`.execute(db.repeatable);
  return rows.length > 0;
}

/** Lists a user's reminders, the earliest time first. */
export async function listReminders(
  db: Database,
  userId: UserId,
  { cursor, limit = limits.page.default }: RemindersQuery,
): Promise<ReminderPage> {
  const { rows } = await sql<ReminderRow & { candidates: number }>`${boundedRows({
    columns: (from) => sql`${messageColumns(from)}, ${from}.remind_at, ${from}.notified_at`,
    rows: sql`
      SELECT ${messageColumns(sql`m`)}, r.remind_at, r.notified_at
      FROM (
        SELECT r.conversation_id, r.message_id, r.remind_at, r.notified_at FROM reminders r
        WHERE r.user_id = ${userId}::uuid
          AND ${cursor ? sql`(r.remind_at, r.message_id) > ${placeAt(cursor)}` : sql`true`}
        ORDER BY r.remind_at, r.message_id LIMIT ${limit + 1}
      ) r
      CROSS JOIN LATERAL (
        SELECT ${messageColumns(sql`o`)} FROM messages o
        WHERE o.conversation_id = r.conversation_id AND o.id = r.message_id LIMIT 1
      ) m`,
    order: sql`page.remind_at, page.id`,
    bytes: rowBytes(sql`page`),
  })}`.execute(db.repeatable);
  const page = takePage(rows, limit, (last) => timeCursor(last.remindAt, last.id));
  return {
    items: page.rows.map(({ candidates: _, ...row }) => toReminder(row)),
    nextCursor: page.nextCursor,
  };
}
