import type { Context } from "aws-lambda";
import { completeDeletions } from "../../domain/accounts/deletion.ts";
import { removeExpiredMailTokens } from "../../domain/accounts/mail-tokens.ts";
import { forgottenCalls } from "../../domain/calls/forgotten.ts";
import { forgetOnlinePeriods, removeExpired } from "../../domain/connections/connections.ts";
import { connectDatabase } from "../../domain/database.ts";
import { queueWaiting, queueWaitingMails } from "../../domain/due/queue-waiting.ts";
import { Announcements } from "../../domain/events/announcements.ts";
import type { DeliveryJob } from "../../domain/events/delivery-job.ts";
import { removeUnused } from "../../domain/files/remove-unused.ts";
import { sealFiles } from "../../domain/files/seal-files.ts";
import { removeForgottenGuesses } from "../../domain/guesses/guess-limit.ts";
import { removeExpiredPages } from "../../domain/link-previews/link-pages.ts";
import type { MailJob } from "../../domain/mail/mail-job.ts";
import { removeUnkeptVersions } from "../../domain/messages/versions.ts";
import { listUnannounced } from "../../domain/polls/announce-poll.ts";
import { indexAnew } from "../../domain/search/index-anew.ts";
import { indexMessages } from "../../domain/search/index-messages.ts";
import { removeExpiredTokens } from "../../domain/sessions/refresh-tokens.ts";
import { removeOldAssets } from "../../domain/site/old-assets.ts";
import { getUser } from "../../domain/users/users.ts";
import { removeOldInvitations } from "../../domain/workspace/invitations.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { Bucket } from "../../platform/storage/bucket.ts";
import {
  databaseSettings,
  deliveryQueueUrl,
  mailQueueUrl,
  siteBucketName,
  uploadSettings,
} from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const queue = new JobQueue<DeliveryJob>(deliveryQueueUrl());
const mailQueue = mailQueueUrl();
const announcements = new Announcements(queue);
const bucket = new Bucket(uploadSettings().UPLOADS_BUCKET);
const siteName = siteBucketName();
const site = siteName === undefined ? undefined : new Bucket(siteName);

/** The time that the last batch may take, in milliseconds. */
const reserve = 60_000;

/** This long after the migrations of a deployment, all of its functions are replaced. */
const deploymentSeconds = 60 * 60;

/**
 * The cleanup function. Queues scheduled messages, reminders and e-mails that are due within a day, and overdue announcements of
 * polls. Removes expired rows, settles presences and forgotten calls, completes deletions, and deletes unused and seals
 * used files, on a schedule. Removes the page's assets of old releases, versions of messages that the workspace no
 * longer keeps, and pages that were fetched for link previews. Completes the index of messages
 * after an upgrade, which the migrate function has begun.
 */
export async function handler(_: unknown, context: Context): Promise<void> {
  const userIds = await removeExpired(db);
  await queue.send(userIds.map((userId) => ({ task: "check presence", userId })));
  const forgotten = await forgottenCalls(db);
  await queue.send(forgotten.map((conversationId) => ({ task: "check call", conversationId })));
  await queueWaiting(db, queue);
  if (mailQueue !== undefined) await queueWaitingMails(db, new JobQueue<MailJob>(mailQueue));
  await queue.send((await listUnannounced(db)).map((poll) => ({ task: "announce poll", ...poll })));
  await forgetOnlinePeriods(db);
  await removeExpiredTokens(db);
  await removeExpiredMailTokens(db);
  await removeForgottenGuesses(db);
  for (const left of await completeDeletions(db)) {
    await announcements.announceRemoval(left);
    await announcements.announceDeletion(left, await getUser(db, left.userId));
  }
  await removeOldInvitations(db);
  await removeUnused(db, bucket);
  if (site) await removeOldAssets(site);
  const until = Date.now() + context.getRemainingTimeInMillis() - reserve;
  await sealFiles(db, bucket, until);
  await removeUnkeptVersions(db, until);
  await removeExpiredPages(db, until);
  await indexAnew(db, deploymentSeconds);
  await indexMessages(db, until);
}
