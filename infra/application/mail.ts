import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";
import { JobQueue } from "./job-queue.ts";

export interface MailProps {
  /** The sender's address. SES sends it a confirmation request, unless its domain is already verified. */
  readonly from: string;
  readonly database: UsableDatabase;
  readonly profile: Profile;
}

/** The mail function behind its queue. Only this function may send e-mails, through SES and from one address. */
export class Mail extends Construct {
  readonly queue: JobQueue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { from, database, profile }: MailProps) {
    super(scope, id);
    // A statement waits for a resuming database for up to 45 seconds.
    const timeout = Duration.minutes(1);
    this.worker = new BundledFunction(this, "Function", {
      bundle: "mail",
      description: "Sends e-mails that confirm an address or reset a password",
      profile,
      place: database.functionPlace,
      timeout,
    });
    this.worker.addEnvironment("MAIL_FROM", from);
    database.grantUse(this.worker);
    new EmailIdentity(this, "Sender", { identity: Identity.email(from) }).grantSendEmail(this.worker);
    this.queue = new JobQueue(this, "Queue", {
      variable: "MAIL_QUEUE_URL",
      worker: this.worker,
      workerTimeout: timeout,
      // The minimum that SQS allows. SES sends one e-mail per second in a new account.
      maxConcurrency: 2,
      // After an hour, the user has requested another e-mail.
      retention: Duration.hours(1),
    });
  }

  /** Lets a function queue e-mails, and sets the queue's address in its environment. */
  grantRequest(user: LambdaFunction): void {
    this.queue.grantSend(user);
  }

  /** Sets the address that links in e-mails start with. */
  linkTo(url: string): void {
    this.worker.addEnvironment("SITE_URL", url);
  }
}
