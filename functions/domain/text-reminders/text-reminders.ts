import { type RawBuilder, sql } from "kysely";
import type { SessionId, TextReminderId, UserId } from "../../../contract/ids.ts";
import { allowances, limits } from "../../../contract/limits.ts";
import type { SetTextReminder, TextReminder } from "../../../contract/text-reminders.ts";
import { RateLimited } from "../../platform/problems/refusals.ts";
import type { Database } from "../database.ts";
import { requireAhead } from "../due/require-ahead.ts";
import { TooManyReminders } from "../reminders/refusals.ts";
import { SessionEnded } from "../sessions/refusals.ts";

/** A user's text reminder, by its id. */
export interface TextReminderOf {
  userId: UserId;
  id: TextReminderId;
}

interface TextReminderRow {
  id: TextReminderId;
  content: string;
  remindAt: Date;
  notifiedAt: Date | null;
}

const toTextReminder = ({ id, content, remindAt, notifiedAt }: TextReminderRow): TextReminder => ({
  id,
  text: content,
  remindAt: remindAt.toISOString(),
  ...(notifiedAt && { notifiedAt: notifiedAt.toISOString() }),
});

/**
 * Sets a text reminder, or changes its text and its time. The caller queues it.
 *
 * @throws {TimeNotPossible | SessionEnded | TooManyReminders | RateLimited}
 */
export async function setTextReminder(
  db: Database,
  { userId, id, sessionId }: TextReminderOf & { sessionId: SessionId },
  { text, remindAt }: SetTextReminder,
): Promise<TextReminder> {
  requireAhead(remindAt);
  const { burst, perSecond } = allowances.later;
  const { rows } = await sql<{
    outcome: "set" | "session ended" | "too many" | "too fast";
    retryAfter: number;
  }>`
    SELECT outcome, retry_after FROM set_text_reminder_v1(
      ${userId}::uuid, ${sessionId}::uuid, ${id}::uuid, ${text}::text, ${remindAt}::timestamptz, ${limits.reminders},
      ${burst}::float8, ${perSecond}::float8
    )`.execute(db.repeatable);
  const [row] = rows;
  if (row?.outcome === "session ended") throw new SessionEnded();
  if (row?.outcome === "too many") throw new TooManyReminders();
  if (row?.outcome === "too fast") throw new RateLimited(row.retryAfter);
  return { id, text, remindAt };
}

/** Selects reminders of a user. @param condition  on row `r` */
async function select(db: Database, userId: UserId, condition: RawBuilder<unknown>): Promise<TextReminder[]> {
  const { rows } = await sql<TextReminderRow>`
    SELECT r.id, r.content, r.remind_at, r.notified_at FROM text_reminders r
    WHERE r.user_id = ${userId}::uuid AND ${condition}
    ORDER BY r.remind_at, r.id`.execute(db.repeatable);
  return rows.map(toTextReminder);
}

/** Lists a user's text reminders, the earliest time first. */
export const listTextReminders = (db: Database, userId: UserId): Promise<TextReminder[]> =>
  select(db, userId, sql`true`);

/** Returns a reminder whose time has come, unless the user has been reminded, or has chosen a later time since. */
export async function findDueTextReminder(
  db: Database,
  { userId, id }: TextReminderOf,
  at: string,
): Promise<TextReminder | undefined> {
  const isDue = sql`r.id = ${id}::uuid AND r.notified_at IS NULL AND r.remind_at <= ${at}::timestamptz AND EXISTS (
    SELECT FROM users u WHERE u.id = r.user_id AND u.deactivated_at IS NULL
  )`;
  const [reminder] = await select(db, userId, isDue);
  return reminder;
}

/** Records that the user has been reminded. */
export async function markTextNotified(
  db: Database,
  { userId, id }: TextReminderOf,
  at: string,
): Promise<void> {
  await sql`
    UPDATE text_reminders r SET notified_at = now()
    WHERE r.user_id = ${userId}::uuid AND r.id = ${id}::uuid AND r.remind_at <= ${at}::timestamptz`.execute(
    db.repeatable,
  );
}

/** Removes a text reminder. @returns whether there was one */
export async function removeTextReminder(db: Database, { userId, id }: TextReminderOf): Promise<boolean> {
  const { rows } = await sql`
    DELETE FROM text_reminders r WHERE r.user_id = ${userId}::uuid AND r.id = ${id}::uuid
    RETURNING 1 AS one`.execute(db.repeatable);
  return rows.length > 0;
}
