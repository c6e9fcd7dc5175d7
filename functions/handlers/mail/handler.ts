import { issueReset, issueVerification, withdraw } from "../../domain/accounts/mail-tokens.ts";
import { connectDatabase } from "../../domain/database.ts";
import { isWithin, noticesTo } from "../../domain/guesses/guess-limit.ts";
import { MailJob } from "../../domain/mail/mail-job.ts";
import { writeMail } from "../../domain/mail/mails.ts";
import { writeNotice } from "../../domain/mail/notices.ts";
import { getUser } from "../../domain/users/users.ts";
import { Mailer } from "../../platform/mail/mailer.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { databaseSettings, mailFrom, ownMailQueueUrl, siteUrl } from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const mailer = new Mailer(mailFrom());
const site = siteUrl();
const queue = new JobQueue<MailJob>(ownMailQueueUrl());

/** Sends a notice, unless the account received many of its kind. Repeating a failed job counts again, which is harmless. */
async function sendNotice({
  notice,
  language,
  userId,
  to,
}: Extract<MailJob, { mail: "notice" }>): Promise<void> {
  const user = await getUser(db, userId);
  if (!(await isWithin(db, noticesTo(userId, notice)))) return;
  await mailer.send(to, writeNotice(notice, language, user.username, site));
}

/** The mail function. Sends the e-mails of the mail queue, which no other function may do. */
export const handler = jobFunction(MailJob, queue, async (job) => {
  if (job.mail === "notice") return sendNotice(job);
  const issued =
    job.mail === "verify" ? await issueVerification(db, job.userId) : await issueReset(db, job.login);
  // There is no such account, or it has received too many e-mails. Neither is revealed.
  if (!issued) return;
  try {
    await mailer.send(issued.email, writeMail(job.mail, job.language, issued, site));
  } catch (error) {
    await withdraw(db, issued.token);
    throw error;
  }
});
