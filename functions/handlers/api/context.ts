import { connectDatabase } from "../../domain/database.ts";
import { Announcements } from "../../domain/events/announcements.ts";
import type { DeliveryJob } from "../../domain/events/delivery-job.ts";
import type { LinkPreviewJob } from "../../domain/link-previews/link-preview-job.ts";
import { MailRequests } from "../../domain/mail/mail-requests.ts";
import type { WebPushJob } from "../../domain/notifications/web-push-job.ts";
import { LiveSessions } from "../../domain/sessions/live-sessions.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { SigningKey } from "../../platform/signing/signing-key.ts";
import { ObjectStore } from "../../platform/storage/object-store.ts";
import {
  databaseSettings,
  deliveryQueueUrl,
  linkPreviewsQueueUrl,
  mailQueueUrl,
  sendLimits,
  uploadSettings,
  webPushKeyId,
  webPushQueueUrl,
} from "../configuration.ts";

/** The resources of the routes, created once per function instance. */
export const db = await connectDatabase(databaseSettings(), { caller: "gateway" });
export const objects = new ObjectStore(uploadSettings());
export const deliveryQueue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
export const announcements = new Announcements(deliveryQueue);
export const webPushQueue = new JobQueue<WebPushJob>(webPushQueueUrl());
export const linkPreviewQueue = new JobQueue<LinkPreviewJob>(linkPreviewsQueueUrl());
const mailQueue = mailQueueUrl();
export const mailRequests = new MailRequests(mailQueue === undefined ? undefined : new JobQueue(mailQueue));
export const absentQueues = { webPushQueue, mailRequests };
export const sessions = new LiveSessions(db);
export const rates = sendLimits();
/** This function may read only the public half. */
export const webPushKey = new SigningKey(webPushKeyId());
