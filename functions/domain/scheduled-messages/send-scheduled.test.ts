import { sql } from "kysely";
import { expect, test } from "vitest";
import type { UserId } from "../../../contract/ids.ts";
import { by, db, newGroup, newMessageId, newUsers, unlimited } from "../../../tests/support/domain.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import { addAttachment } from "../attachments/attachments.ts";
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

const deactivate = (userId: UserId) =>
  sql`UPDATE users SET deactivated_at = now() WHERE id = ${userId}::uuid`.execute(db.once);

test.each(["before its time", "while it is being sent"])(
  "A scheduled message of an account that is deactivated %s is not sent, and its list tells why",
  async (when) => {
    queued.length = 0;
    const { ada, ben } = await newUsers();
    const id = await newGroup(ada, ben);
    const file = { fileName: "a.txt", contentType: "text/plain", sizeBytes: 5 };
    const bucket = new ObjectStore({ UPLOADS_BUCKET: "uploads", AWS_REGION: "eu-central-1" });
    const { attachment } = await addAttachment(db, bucket, id, ada, file);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const message = { id: newMessageId(), content: "see you", attachmentIds: [attachment.id], sendAt: at };
    await scheduleMessage(db, id, by(ada), message);
    if (when === "before its time") await deactivate(ada);
    const firstVersion = async () => {
      await deactivate(ada);
      return undefined;
    };
    await sendDue({ ...delivery, objects: { firstVersion } }, { id: message.id, at });
    expect(await getScheduled(db, { id: message.id, userId: ada })).toMatchObject({
      failure: "account-deactivated",
    });
    expect(queued).toMatchObject([
      { task: "announce", event: { type: "scheduled.updated" }, audience: { userIds: [ada] } },
    ]);
    const { rows } = await sql`SELECT FROM messages m WHERE m.id = ${message.id}::uuid`.execute(db.once);
    expect(rows).toEqual([]);
  },
);
