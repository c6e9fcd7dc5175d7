import { queueWebPush } from "../notifications/queue-web-push.ts";
import type { ReminderDelivery } from "../reminders/remind.ts";
import { findDueTextReminder, markTextNotified, type TextReminderOf } from "./text-reminders.ts";

/**
 * Reminds a user of a text: on all connected devices, or with Web Push if there is none. A retry after a failure may
 * remind twice, but no failure loses a reminder.
 */
export async function remindOfText(
  { db, announcements, webPushQueue }: ReminderDelivery,
  { at, userId, id }: TextReminderOf & { at: string },
): Promise<void> {
  const of = { userId, id };
  const reminder = await findDueTextReminder(db, of, at);
  if (!reminder) return;
  const notifiedAt = new Date().toISOString();
  await announcements.announce({
    event: { type: "text-reminder.due", reminder: { ...reminder, notifiedAt } },
    audience: { of: "people", userIds: [userId] },
  });
  await queueWebPush(webPushQueue, { textReminderId: id, remindedId: userId });
  await markTextNotified(db, of, at);
}
