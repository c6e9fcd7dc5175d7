import { type RawBuilder, sql } from "kysely";
import type { ConversationId, MessageId, TextReminderId, UserId } from "../../../contract/ids.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import type { Database } from "../database.ts";
import type { MailJob } from "../mail/mail-job.ts";
import { type DueJob, horizonMs, queueDue } from "./due-job.ts";

/** Rows per statement. */
const pageSize = 1_000;

/**
 * Queues all rows that are due before the next daily run, and those that an earlier job has missed. Some are in the
 * queue already. A second job does no harm. Scheduled messages that could not be sent no longer wait.
 */
export async function queueWaiting(db: Database, queue: JobQueue<DueJob>): Promise<void> {
  await queueAll<{ id: MessageId }, DueJob>(
    { db, queue },
    sql`w.id, w.at`,
    sql`SELECT s.user_id, s.id, s.send_at AS at FROM scheduled_messages s WHERE s.failure IS NULL`,
    ({ id }, at) => ({ task: "send scheduled", id, at }),
  );
  await queueAll<{ userId: UserId; conversationId: ConversationId; id: MessageId }, DueJob>(
    { db, queue },
    sql`w.user_id, w.conversation_id, w.id, w.at`,
    sql`
      SELECT r.user_id, r.conversation_id, r.message_id AS id, r.remind_at AS at FROM reminders r
      WHERE r.notified_at IS NULL`,
    ({ userId, conversationId, id: messageId }, at) => ({
      task: "remind",
      userId,
      conversationId,
      messageId,
      at,
    }),
  );
  await queueAll<{ userId: UserId; id: TextReminderId }, DueJob>(
    { db, queue },
    sql`w.user_id, w.id, w.at`,
    sql`SELECT r.user_id, r.id, r.remind_at AS at FROM text_reminders r WHERE r.notified_at IS NULL`,
    ({ userId, id }, at) => ({ task: "remind of text", userId, id, at }),
  );
}

/** Queues the e-mails about missed messages that are due before the next daily run. */
export const queueWaitingMails = (db: Database, queue: JobQueue<MailJob>): Promise<void> =>
  queueAll<{ userId: UserId }, MailJob>(
    { db, queue },
    sql`w.user_id, w.at`,
    sql`SELECT m.user_id, m.user_id AS id, m.due_at AS at FROM missed_mails m`,
    ({ userId }, at) => ({ mail: "due", userId, at }),
  );

/** Queues the jobs of rows with the columns `at`, `user_id` and `id`. @param columns  those that a job needs */
async function queueAll<Row, Job extends object>(
  { db, queue }: { db: Database; queue: JobQueue<Job> },
  columns: RawBuilder<unknown>,
  rowsThatWait: RawBuilder<unknown>,
  toJob: (row: Row, at: string) => Job & { at: string },
): Promise<void> {
  const until = new Date(Date.now() + horizonMs).toISOString();
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = await sql<Row & { at: Date }>`
      SELECT ${columns} FROM (${rowsThatWait}) w WHERE w.at < ${until}::timestamptz
      ORDER BY w.at, w.user_id, w.id LIMIT ${pageSize} OFFSET ${offset}`.execute(db.repeatable);
    await queueDue(
      queue,
      rows.map((row) => toJob(row, row.at.toISOString())),
    );
    if (rows.length < pageSize) return;
  }
}
