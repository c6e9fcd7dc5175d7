import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";
import { JobQueue } from "./job-queue.ts";

export interface MailProps {
  /** SES writes to it once, for its owner to confirm, unless it knows the whole domain already. */
  readonly from: string;
  readonly database: UsableDatabase;
  readonly profile: Profile;
}

/** The `mail` function behind its queue: it alone may send mails, by SES, and from one address only. */
export class Mail extends Construct {
  readonly queue: JobQueue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { from, database, profile }: MailProps) {
    super(scope, id);
    const timeout = Duration.seconds(30);
    this.worker = new BundledFunction(this, "Function", {
      bundle: "mail",
      description: "Sends mails: to confirm an address, to choose a new password",
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
      // The least that there is; a new account's SES sends one mail a second.
      maxConcurrency: 2,
      // Whoever waits for a mail has asked again by then.
      retention: Duration.hours(1),
    });
  }

  /** Lets a function have mails sent, and tells it where. */
  grantRequest(user: LambdaFunction): void {
    this.queue.grantSend(user);
  }

  /** Tells where the links in mails lead to. */
  linkTo(url: string): void {
    this.worker.addEnvironment("SITE_URL", url);
  }
}
