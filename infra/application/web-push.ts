import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { SigningKey } from "../data/signing-key.ts";
import type { Profile } from "../profiles.ts";
import { leastConcurrency } from "./queue-concurrency.ts";
import { QueuedFunction } from "./queued-function.ts";

export interface WebPushProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
  /** Signs the requests. */
  readonly pushKey: SigningKey;
  /** Origins that the function may call although they are not public. */
  readonly trustedOrigins: readonly string[];
}

/**
 * The Web Push function behind its queue. It calls push services, whose addresses the users supply. It has a queue and
 * an instance limit of its own, so that an address that never answers delays no other jobs.
 */
export class WebPush extends QueuedFunction {
  constructor(scope: Construct, id: string, { database, profile, pushKey, trustedOrigins }: WebPushProps) {
    super(scope, id, {
      bundle: "web-push",
      description: "Sends Web Push notifications through the browsers' push services",
      variable: "WEB_PUSH_QUEUE_URL",
      database,
      profile,
      maxConcurrency: leastConcurrency,
      // A notification that is an hour late surprises more than it helps.
      retention: Duration.hours(1),
    });
    if (trustedOrigins.length > 0) {
      this.worker.addEnvironment("TRUSTED_ORIGINS", trustedOrigins.join(","));
    }
    pushKey.grantSign(this.worker, "PUSH_KEY_ID");
  }

  /**
   * Sets the contact that push services receive with each request.
   * @param address  a `mailto:` or `https:` URI (RFC 8292, section 2.1)
   */
  contactAt(address: string): void {
    this.worker.addEnvironment("PUSH_CONTACT", address);
  }
}
