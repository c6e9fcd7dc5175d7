import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { EmailIdentity, Identity } from "aws-cdk-lib/aws-ses";
import { Duration, Stack } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { Configuration } from "../configuration.ts";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { leastConcurrency } from "./queue-concurrency.ts";
import { QueuedFunction } from "./queued-function.ts";
import { SenderDomain, type SenderZone } from "./sender-domain.ts";

export interface MailProps {
  /** The sender's address. */
  readonly from: string;
  readonly database: UsableDatabase;
  readonly profile: Profile;
  readonly identity: Configuration["mailIdentity"];
  /** The zone for the records of a domain identity. Undefined if they are created by hand. */
  readonly zone: SenderZone | undefined;
}

/**
 * Allows e-mails from one address. SES checks the sender's identity, in its sandbox the recipients' identities as well,
 * and the configuration set that an existing identity may have. Their names are unknown, so the resources cannot be
 * narrower. The condition is.
 */
const mayOnlySendFrom = (from: string, stack: Stack) =>
  new PolicyStatement({
    actions: ["ses:SendEmail"],
    resources: ["identity", "configuration-set"].map((resource) =>
      stack.formatArn({ service: "ses", resource, resourceName: "*" }),
    ),
    conditions: { StringEquals: { "ses:FromAddress": from } },
  });

/** The mail function behind its queue. Only this function may send e-mails, through SES and from one address. */
export class Mail extends QueuedFunction {
  constructor(scope: Construct, id: string, { from, identity, zone, database, profile }: MailProps) {
    super(scope, id, {
      bundle: "mail",
      description: "Sends e-mails: links to confirm addresses and reset passwords, and missed messages",
      variable: "MAIL_QUEUE_URL",
      database,
      profile,
      // SES sends one e-mail per second in a new account.
      maxConcurrency: leastConcurrency,
      // After an hour, the user has requested another e-mail.
      retention: Duration.hours(1),
    });
    this.worker.addEnvironment("MAIL_FROM", from);
    this.worker.addToRolePolicy(mayOnlySendFrom(from, Stack.of(this)));
    if (identity === "address") new EmailIdentity(this, "Sender", { identity: Identity.email(from) });
    if (identity === "domain") new SenderDomain(this, "Domain", { name: from.replace(/^.*@/, ""), zone });
  }

  /** Sets the address that links in e-mails start with. */
  linkTo(url: string): void {
    this.worker.addEnvironment("SITE_URL", url);
  }
}
