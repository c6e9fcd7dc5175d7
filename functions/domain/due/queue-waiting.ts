import { sql } from "kysely";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { JobQueue } from "../../platform/queue/job-queue.ts";
import type { Database } from "../database.ts";
import type { MailJob } from "../mail/mail-job.ts";
import { type DueJob, horizonMs, queueDue } from "./due-job.ts";

/** Rows per statement. */
const pageSize = 1_000;

interface Waiting {
  userId: UserId;
  conversationId: ConversationId;
  messageId: MessageId;
  at: Date;
}

/** Everything that waits, except for scheduled messages that could not be sent. */
const waiting = {
  "send scheduled": sql`
    SELECT s.user_id, s.conversation_id, s.id AS message_id, s.send_at AS at FROM scheduled_messages s
    WHERE s.failure IS NULL`,
  remind: sql`
    SELECT r.user_id, r.conversation_id, r.message_id, r.remind_at AS at FROM reminders r
    WHERE r.notified_at IS NULL`,
} as const;

/**
 * Queues all rows that are due before the next daily run, and those that an earlier job has missed. Some are in the
 * queue already. A second job does no harm.
 */
export async function queueWaiting(db: Database, queue: JobQueue<DueJob>): Promise<void> {
  const until = new Date(Date.now() + horizonMs).toISOString();
  await queueAll(db, queue, "send scheduled", until);
  await queueAll(db, queue, "remind", until);
}

/** Queues the e-mails about missed messages that are due before the next daily run. */
export async function queueWaitingMails(db: Database, queue: JobQueue<MailJob>): Promise<void> {
  const until = new Date(Date.now() + horizonMs).toISOString();
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = await sql<{ userId: UserId; at: Date }>`
      SELECT w.user_id, w.due_at AS at FROM missed_mails w WHERE w.due_at < ${until}::timestamptz
      ORDER BY w.due_at, w.user_id LIMIT ${pageSize} OFFSET ${offset}`.execute(db.repeatable);
    const jobs = rows.map(({ userId, at }) => ({ mail: "due", userId, at: at.toISOString() }) as const);
    await queueDue(queue, jobs);
    if (rows.length < pageSize) return;
  }
}

async function queueAll(
  db: Database,
  queue: JobQueue<DueJob>,
  task: keyof typeof waiting,
  until: string,
): Promise<void> {
  for (let offset = 0; ; offset += pageSize) {
    const { rows } = await sql<Waiting>`
      SELECT w.user_id, w.conversation_id, w.message_id, w.at FROM (${waiting[task]}) w
      WHERE w.at < ${until}::timestamptz
      ORDER BY w.at, w.user_id, w.message_id LIMIT ${pageSize} OFFSET ${offset}`.execute(db.repeatable);
    await queueDue(
      queue,
      rows.map(({ messageId, userId, conversationId, at }) =>
        task === "remind"
          ? { task, userId, conversationId, messageId, at: at.toISOString() }
          : { task, id: messageId, at: at.toISOString() },
      ),
    );
    if (rows.length < pageSize) return;
  }
}
