import { mailQueueUrl } from "../configuration.ts";
import { logError } from "../log.ts";
import { JobQueue } from "../queue/job-queue.ts";
import { NotOffered } from "../refusals.ts";
import type { MailJob } from "./mail-job.ts";

const url = mailQueueUrl();
const queue = url === undefined ? undefined : new JobQueue<MailJob>(url);

/**
 * Has a mail sent, soon.
 * @throws NotOffered  in a deployment that sends no mail
 */
export async function requestMail(job: MailJob): Promise<void> {
  if (!queue) {
    throw new NotOffered("This ChatFlow sends no e-mail: whoever runs it has set no address to send from.");
  }
  await queue.send([job]);
}

/** The same for a mail that nobody has asked for: where it cannot be sent, all else goes on. */
export async function requestMailIfOffered(job: MailJob): Promise<void> {
  await queue?.send([job]).catch((error: unknown) => logError("no mail was requested", error));
}
