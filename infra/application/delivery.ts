import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";
import { JobQueue } from "./job-queue.ts";
import type { WebSocketApi } from "./websocket-api.ts";

export interface DeliveryProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
}

/**
 * The delivery function behind its queue. It pushes events for functions that may not push themselves, and to audiences
 * that are too large to push to within a request.
 */
export class Delivery extends Construct {
  readonly queue: JobQueue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { database, profile }: DeliveryProps) {
    super(scope, id);
    // A statement waits for a resuming database for up to 45 seconds.
    const timeout = Duration.minutes(1);
    this.worker = new BundledFunction(this, "Function", {
      bundle: "delivery",
      description: "Pushes events to large audiences",
      profile,
      place: database.functionPlace,
      timeout,
    });
    database.grantUse(this.worker);
    this.queue = new JobQueue(this, "Queue", {
      variable: "DELIVERY_QUEUE_URL",
      worker: this.worker,
      workerTimeout: timeout,
      maxConcurrency: profile.deliveryConcurrency,
      // After an hour, clients have caught up by syncing.
      retention: Duration.hours(1),
    });
  }

  /** Lets a function queue delivery jobs, and sets the queue's address in its environment. */
  grantEnqueue(user: LambdaFunction): void {
    this.queue.grantSend(user);
  }

  /** Lets the delivery function push to an API's connections. */
  pushTo(api: WebSocketApi): void {
    api.grantPush(this.worker);
  }
}
