import { Rule, Schedule } from "aws-cdk-lib/aws-events";
import { LambdaFunction as LambdaTarget } from "aws-cdk-lib/aws-events-targets";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Uploads } from "../data/uploads.ts";
import type { Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";
import type { Delivery } from "./delivery.ts";

export interface CleanupProps {
  readonly database: UsableDatabase;
  readonly delivery: Delivery;
  readonly uploads: Uploads;
  readonly profile: Profile;
}

/**
 * Removes expired rows and unused files once a day. Running more often would only resume the paused database, which
 * costs money. Every query already ignores expired rows.
 */
export class Cleanup extends Construct {
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { database, delivery, uploads, profile }: CleanupProps) {
    super(scope, id);
    this.worker = new BundledFunction(this, "Function", {
      bundle: "cleanup",
      description: "Removes expired connections and tokens and unused files, and seals the other files",
      profile,
      place: database.functionPlace,
      // The first statement waits for a resuming database for up to 45 seconds, and each new file needs a call to S3.
      timeout: Duration.minutes(15),
    });
    database.grantUse(this.worker);
    delivery.grantEnqueue(this.worker);
    uploads.grantRemove(this.worker);
    new Rule(this, "Daily", {
      schedule: Schedule.rate(Duration.days(1)),
      targets: [new LambdaTarget(this.worker)],
    });
  }
}
