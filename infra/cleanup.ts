import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { BundledFunction } from "./bundled-function.ts";
import type { Database } from "./database.ts";
import type { Delivery } from "./delivery.ts";
import type { Uploads } from "./uploads.ts";

/**
 * Removes expired rows, and files that no message has, once a day. More often would only wake the database, and be paid for: whatever reads
 * these rows looks at their expiry.
 */
export class Cleanup extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { database, delivery, uploads }: { database: Database; delivery: Delivery; uploads: Uploads },
  ) {
    super(scope, id);
    const cleanup = new BundledFunction(this, "Function", {
      bundle: "cleanup",
      description: "Removes what has expired: connections, tokens, files that no message has",
      timeout: Duration.minutes(1),
    });
    database.grantUse(cleanup);
    delivery.grantEnqueue(cleanup);
    uploads.grantRemove(cleanup);
    new Rule(this, "Daily", {
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaTarget(cleanup)],
    });
  }
}
