import { sql } from "kysely";
import { expect, test } from "vitest";
import { by, db, newGroup, newMessageId, newUsers, unlimited } from "../../../tests/support/domain.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { Announcements } from "../events/announcements.ts";
import type { DeliveryJob } from "../events/delivery-job.ts";
import type { LinkPreviewJob } from "../link-previews/link-preview-job.ts";
import { MailRequests } from "../mail/mail-requests.ts";
import type { WebPushJob } from "../notifications/web-push-job.ts";
import { getScheduled, scheduleMessage } from "./scheduled-messages.ts";
import { sendDue } from "./send-scheduled.ts";

const queued: DeliveryJob[] = [];
const queue = new JobQueue<DeliveryJob>("https://sqs.invalid/queue");
queue.send = async (jobs) => {
  queued.push(...jobs);
};
const delivery = {
  db,
  announcements: new Announcements(queue),
  webPushQueue: new JobQueue<WebPushJob>("https://sqs.invalid/queue"),
  mailRequests: new MailRequests(undefined),
  linkPreviewQueue: new JobQueue<LinkPreviewJob>("https://sqs.invalid/queue"),
  objects: { firstVersion: async () => undefined },
  rate: unlimited,
};

test("A scheduled message of a deactivated account is not sent, and its list tells why", async () => {
  const { ada, ben } = await newUsers();
  const id = await newGroup(ada, ben);
  const at = new Date(Date.now() + 3_600_000).toISOString();
  const message = { id: newMessageId(), content: "see you", sendAt: at };
  await scheduleMessage(db, id, by(ada), message);
  await sql`UPDATE users SET deactivated_at = now() WHERE id = ${ada}::uuid`.execute(db.once);
  await sendDue(delivery, { id: message.id, at });
  expect(await getScheduled(db, { id: message.id, userId: ada })).toMatchObject({
    failure: "account-deactivated",
  });
  expect(queued).toMatchObject([
    { task: "announce", event: { type: "scheduled.updated" }, audience: { userIds: [ada] } },
  ]);
  const { rows } = await sql`SELECT FROM messages m WHERE m.id = ${message.id}::uuid`.execute(db.once);
  expect(rows).toEqual([]);
});
