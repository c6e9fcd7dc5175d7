import { connectDatabase } from "../../domain/database.ts";
import { sendCallWebPush } from "../../domain/notifications/send-call-web-push.ts";
import { sendReminderWebPush } from "../../domain/notifications/send-reminder-web-push.ts";
import { sendWebPush } from "../../domain/notifications/send-web-push.ts";
import { WebPushJob } from "../../domain/notifications/web-push-job.ts";
import { Outbound } from "../../platform/outbound/outbound.ts";
import { WebPush } from "../../platform/outbound/web-push/web-push.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { SigningKey } from "../../platform/signing/signing-key.ts";
import {
  databaseSettings,
  trustedOrigins,
  webPushContact,
  webPushKeyId,
  webPushQueueUrl,
} from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const queue = new JobQueue<WebPushJob>(webPushQueueUrl());
const webPush = new WebPush({
  key: new SigningKey(webPushKeyId()),
  contact: webPushContact(),
  outbound: new Outbound(trustedOrigins()),
});

/** The Web Push function. It alone calls push services, so that a slow one delays no other jobs. */
export const handler = jobFunction(WebPushJob, queue, async (job) => {
  if ("callId" in job) return sendCallWebPush(db, webPush, job);
  if ("textReminderId" in job) return sendReminderWebPush(db, webPush, job);
  const rest = await sendWebPush(db, webPush, job);
  if (rest) await queue.send([rest]);
});
