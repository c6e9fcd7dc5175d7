import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { leastConcurrency } from "./queue-concurrency.ts";
import { QueuedFunction } from "./queued-function.ts";

export interface LinkPreviewsProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
  /** Origins that the function may call although they are not public. */
  readonly trustedOrigins: readonly string[];
}

/**
 * The link-previews function behind its queue. It fetches pages from addresses that users supply. It has a queue and an
 * instance limit of its own, so that a site that never answers delays no other jobs.
 */
export class LinkPreviews extends QueuedFunction {
  constructor(scope: Construct, id: string, { database, profile, trustedOrigins }: LinkPreviewsProps) {
    super(scope, id, {
      bundle: "link-previews",
      description: "Fetches the pages to which messages link",
      variable: "LINK_PREVIEWS_QUEUE_URL",
      database,
      profile,
      maxConcurrency: leastConcurrency,
      // A preview that is an hour late helps no reader.
      retention: Duration.hours(1),
    });
    if (trustedOrigins.length > 0) {
      this.worker.addEnvironment("TRUSTED_ORIGINS", trustedOrigins.join(","));
    }
  }

  /** Sets the page's address, by which the function introduces itself to sites. */
  introduceAs(url: string): void {
    this.worker.addEnvironment("SITE_URL", url);
  }
}
