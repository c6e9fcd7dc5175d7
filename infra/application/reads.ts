import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";
import type { Delivery } from "./delivery.ts";
import { JobQueue } from "./job-queue.ts";
import type { WebSocketApi } from "./websocket-api.ts";

export interface ReadsProps {
  readonly database: UsableDatabase;
  readonly delivery: Delivery;
  readonly profile: Profile;
}

/** The reads function behind its queue. It collects `read` frames for a second and marks them in one statement. */
export class Reads extends Construct {
  readonly queue: JobQueue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { database, delivery, profile }: ReadsProps) {
    super(scope, id);
    // A statement waits for a resuming database for up to 45 seconds.
    const timeout = Duration.minutes(1);
    this.worker = new BundledFunction(this, "Function", {
      bundle: "reads",
      description: "Marks messages as read, in batches",
      profile,
      place: database.functionPlace,
      timeout,
    });
    database.grantUse(this.worker);
    delivery.grantEnqueue(this.worker);
    this.queue = new JobQueue(this, "Queue", {
      variable: "READS_QUEUE_URL",
      worker: this.worker,
      workerTimeout: timeout,
      // A result of the Data API has at most 1 MiB: 100 readings, each with the connections of eight people.
      batchSize: 100,
      batchingWindow: Duration.seconds(1),
      // The minimum that SQS allows. A reading is not urgent, and few instances make large batches.
      maxConcurrency: 2,
      // After an hour, clients have sent later positions.
      retention: Duration.hours(1),
    });
  }

  /** Lets the function acknowledge frames and push events to an API's connections. */
  pushTo(api: WebSocketApi): void {
    api.grantPush(this.worker);
  }
}
