import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { TextReminderId } from "../../../contract/ids.ts";
import { by, db, newUser } from "../../../tests/support/domain.ts";
import { RecordedQueue } from "../../../tests/support/recorded-queue.ts";
import { Announcements } from "../events/announcements.ts";
import type { DeliveryJob } from "../events/delivery-job.ts";
import type { WebPushJob } from "../notifications/web-push-job.ts";
import { remindOfText } from "./remind-of-text.ts";
import { listTextReminders, setTextReminder } from "./text-reminders.ts";

async function dueReminder() {
  const userId = await newUser();
  const id = TextReminderId.parse(randomUUID());
  const at = new Date(Date.now() + 3_600_000).toISOString();
  await setTextReminder(db, { id, ...by(userId) }, { text: "Call Ada", remindAt: at });
  const [events, pushes] = [new RecordedQueue<DeliveryJob>(), new RecordedQueue<WebPushJob>()];
  const delivery = { db, announcements: new Announcements(events), webPushQueue: pushes };
  const remind = (time: string) => remindOfText(delivery, { at: time, userId, id });
  return { userId, id, at, remind, events: events.jobs, pushes: pushes.jobs };
}

test("A reminder of a text reaches its user's devices and their Web Push once, at its time", async () => {
  const { userId, id, at, remind, events, pushes } = await dueReminder();
  await remind(new Date(Date.parse(at) - 1).toISOString());
  expect([events, pushes]).toEqual([[], []]);
  for (let count = 0; count < 2; count++) await remind(at);
  const reminder = { id, text: "Call Ada", remindAt: at, notifiedAt: expect.any(String) };
  expect(events).toEqual([
    {
      task: "announce",
      event: { type: "text-reminder.due", reminder },
      audience: { of: "people", userIds: [userId] },
    },
  ]);
  expect(pushes).toEqual([{ textReminderId: id, remindedId: userId }]);
  expect(await listTextReminders(db, userId)).toEqual([reminder]);
});

test("A deactivated user is not reminded", async () => {
  const { userId, at, remind, events } = await dueReminder();
  await sql`UPDATE users SET deactivated_at = now() WHERE id = ${userId}::uuid`.execute(db.once);
  await remind(at);
  expect(events).toEqual([]);
});
