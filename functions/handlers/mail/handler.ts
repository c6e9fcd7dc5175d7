import { issueReset, issueVerification, withdraw } from "../../domain/accounts/mail-tokens.ts";
import { connectDatabase } from "../../domain/database.ts";
import { MailJob } from "../../domain/mail/mail-job.ts";
import { writeMail } from "../../domain/mail/mails.ts";
import { Mailer } from "../../platform/mail/mailer.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { databaseSettings, mailFrom, ownMailQueueUrl, siteUrl } from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const mailer = new Mailer(mailFrom());
const site = siteUrl();
const queue = new JobQueue<MailJob>(ownMailQueueUrl());

/** The mail function. Sends the e-mails of the mail queue, which no other function may do. */
export const handler = jobFunction(MailJob, queue, async (job) => {
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
