import type { JobQueue } from "../../platform/queue/job-queue.ts";
import type { Database } from "../database.ts";
import type { Announcements } from "../events/announcements.ts";
import { queueWebPush } from "../notifications/queue-web-push.ts";
import type { WebPushJob } from "../notifications/web-push-job.ts";
import { findDueReminder, markNotified, type ReminderOf } from "./reminders.ts";

/** The resources that reminding needs. */
export interface ReminderDelivery {
  db: Database;
  announcements: Announcements;
  webPushQueue: JobQueue<WebPushJob>;
}

/**
 * Reminds a user of a message: on all connected devices, or with Web Push if there is none. A retry after a failure may
 * remind twice, but no failure loses a reminder.
 */
export async function remind(
  { db, announcements, webPushQueue }: ReminderDelivery,
  { at, userId, conversationId, messageId }: ReminderOf & { at: string },
): Promise<void> {
  const of = { userId, conversationId, messageId };
  const reminder = await findDueReminder(db, of, at);
  if (!reminder) return;
  const notifiedAt = new Date().toISOString();
  await announcements.announce({
    event: { type: "reminder.due", reminder: { ...reminder, notifiedAt } },
    audience: { of: "people", userIds: [userId] },
  });
  await queueWebPush(webPushQueue, { conversationId, messageId, remindedId: userId });
  await markNotified(db, of, at);
}
