import { databaseSettings, mailFrom, ownMailQueueUrl, siteUrl } from "../configuration.ts";
import { connect } from "../database/database.ts";
import { issueReset, issueVerification, withdraw } from "../identity/mail-tokens.ts";
import { jobFunction } from "../queue/job-function.ts";
import { JobQueue } from "../queue/job-queue.ts";
import { MailJob } from "./mail-job.ts";
import { Mailer } from "./mailer.ts";
import { writeMail } from "./mails.ts";

const db = await connect(databaseSettings());
const mailer = new Mailer(mailFrom());
const site = siteUrl();
const queue = new JobQueue<MailJob>(ownMailQueueUrl());

/** Sends the mails that the jobs of the mail queue ask for: nobody else may send any. */
export const handler = jobFunction(MailJob, queue, async (job) => {
  const issued =
    job.mail === "verify" ? await issueVerification(db, job.userId) : await issueReset(db, job.login);
  // Nobody is told which accounts there are, nor written to over and over.
  if (!issued) return;
  try {
    await mailer.send(issued.email, writeMail(job.mail, job.language, issued, site));
  } catch (error) {
    await withdraw(db, issued.token);
    throw error;
  }
});
