import { connectDatabase } from "../../domain/database.ts";
import { Announcements, everyoneIn } from "../../domain/events/announcements.ts";
import { addPreviews } from "../../domain/link-previews/add-previews.ts";
import { LinkPreviewJob } from "../../domain/link-previews/link-preview-job.ts";
import { HostBreakers } from "../../platform/outbound/host-breakers.ts";
import { Outbound } from "../../platform/outbound/outbound.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import {
  databaseSettings,
  deliveryQueueUrl,
  linkPreviewsQueueUrl,
  siteUrl,
  trustedOrigins,
} from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const queue = new JobQueue<LinkPreviewJob>(linkPreviewsQueueUrl());
const announcements = new Announcements(new JobQueue(deliveryQueueUrl()));
const site = siteUrl();
const pages = {
  outbound: new Outbound(trustedOrigins()),
  breakers: new HostBreakers(),
  userAgent: `ChatFlow link preview (+${site})`,
};

/** How long a job waits for a page that another job is fetching. */
const waitSeconds = 5;

/**
 * The link-previews function. It alone fetches pages to which messages link, so that a slow site delays no other jobs.
 */
export const handler = jobFunction(LinkPreviewJob, queue, async (job) => {
  const result = await addPreviews(db, pages, job, site);
  if (result === "wait") await queue.send([job], waitSeconds);
  else if (result !== "nothing") {
    await announcements.announce({
      event: { type: "message.updated", message: result },
      audience: everyoneIn(job.conversationId),
    });
  }
});
