import type { UserId } from "../../../contract/ids.ts";
import { issueReset, issueVerification, withdraw } from "../../domain/accounts/mail-tokens.ts";
import { connectDatabase } from "../../domain/database.ts";
import { isDue, queueDue } from "../../domain/due/due-job.ts";
import { isWithin, noticesTo } from "../../domain/guesses/guess-limit.ts";
import { type DueMailJob, MailJob } from "../../domain/mail/mail-job.ts";
import { writeMail } from "../../domain/mail/mails.ts";
import { writeMissedMail } from "../../domain/mail/missed-mail.ts";
import { writeNotice } from "../../domain/mail/notices.ts";
import type { LinkMail } from "../../domain/mail/texts/catalog.ts";
import { takeDueMail } from "../../domain/missed-mails/due-mail.ts";
import { waitForMail } from "../../domain/missed-mails/wait-for-mail.ts";
import { getUser } from "../../domain/users/users.ts";
import { issueInvitation, issueSignUp, withdrawSignUp } from "../../domain/workspace/mailed-codes.ts";
import { Mailer } from "../../platform/mail/mailer.ts";
import { jobFunction } from "../../platform/queue/job-function.ts";
import { JobQueue } from "../../platform/queue/job-queue.ts";
import { databaseSettings, mailFrom, ownMailQueueUrl, siteUrl } from "../configuration.ts";

const db = await connectDatabase(databaseSettings(), { caller: "worker" });
const mailer = new Mailer(mailFrom());
const site = siteUrl();
const queue = new JobQueue<MailJob>(ownMailQueueUrl());

/**
 * Sends a notice, unless the account received many of its kind. Repeating a failed job counts again, which is harmless.
 */
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

/** An e-mail that is ready to be written, and how to undo its token if it cannot be sent. */
interface Draft {
  to: string;
  about: LinkMail;
  values: { username: string; token?: string };
  undo: () => Promise<void>;
}

/**
 * @returns undefined if no e-mail may be sent: there is no such account, or it has received too many. Neither is
 * revealed.
 */
async function draftOf(
  job: Exclude<MailJob, { mail: "notice" | "missed" | "due" }>,
): Promise<Draft | undefined> {
  switch (job.mail) {
    case "invitation": {
      const issued = await issueInvitation(db, job.invitationId);
      return issued && { to: issued.email, about: "invitation", values: issued, undo: async () => {} };
    }
    case "sign-up": {
      const issued = await issueSignUp(db, job.email);
      if (!issued) return undefined;
      if ("username" in issued)
        return { to: job.email, about: "account-exists", values: issued, undo: async () => {} };
      const values = { username: "", token: issued.token };
      return { to: job.email, about: "sign-up", values, undo: () => withdrawSignUp(db, issued.token) };
    }
    case "verify":
    case "reset": {
      const issued =
        job.mail === "verify" ? await issueVerification(db, job.userId) : await issueReset(db, job.login);
      return (
        issued && {
          to: issued.email,
          about: job.mail,
          values: issued,
          undo: () => withdraw(db, issued.token),
        }
      );
    }
  }
}

/** Queues an e-mail that waits. One that is due after the horizon is queued by the daily cleanup. */
const wait = (userId: UserId, at: string) => queueDue(queue, [{ mail: "due", userId, at }]);

async function sendMissed(job: DueMailJob): Promise<void> {
  const { userId, at } = job;
  // A job waits without the database.
  if (!isDue(job)) return wait(userId, at);
  const due = await takeDueMail(db, userId, at);
  if (!due) return;
  if ("at" in due) return wait(userId, due.at);
  try {
    await mailer.send(due.to, writeMissedMail(due, site));
  } catch (error) {
    await due.undo();
    throw error;
  }
}

/** The mail function. Sends the e-mails of the mail queue, which no other function may do. */
export const handler = jobFunction(MailJob, queue, async (job) => {
  if (job.mail === "notice") return sendNotice(job);
  if (job.mail === "due") return sendMissed(job);
  if (job.mail === "missed") {
    for (const { userId, at } of await waitForMail(db, job)) await wait(userId, at);
    return;
  }
  const draft = await draftOf(job);
  if (!draft) return;
  try {
    await mailer.send(draft.to, writeMail(draft.about, job.language, draft.values, site));
  } catch (error) {
    await draft.undo();
    throw error;
  }
});
