import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { SigningKey } from "../data/signing-key.ts";
import type { Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";
import { JobQueue } from "./job-queue.ts";
import type { WebSocketApi } from "./websocket-api.ts";

export interface DeliveryProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
  /** Signs pushes to browsers. */
  readonly pushKey: SigningKey;
}

/** The `delivery` function behind its queue, for what the other functions may not, or not at once, push themselves. */
export class Delivery extends Construct {
  readonly queue: JobQueue;
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { database, pushKey, profile }: DeliveryProps) {
    super(scope, id);
    const timeout = Duration.seconds(30);
    this.worker = new BundledFunction(this, "Function", {
      bundle: "delivery",
      description: "Pushes events to many connections",
      profile,
      place: database.functionPlace,
      timeout,
    });
    database.grantUse(this.worker);
    pushKey.grantSign(this.worker, "PUSH_KEY_ID");
    this.queue = new JobQueue(this, "Queue", {
      variable: "DELIVERY_QUEUE_URL",
      worker: this.worker,
      workerTimeout: timeout,
      // Enough for ten slices at once; what it leaves of the account's concurrency is for those who send.
      maxConcurrency: 10,
      // What nobody could be told within an hour, they have found out by themselves.
      retention: Duration.hours(1),
    });
  }

  /** Lets a function hand over jobs, and tells it where. */
  grantEnqueue(user: LambdaFunction): void {
    this.queue.grantSend(user);
  }

  /** Tells push services whom to turn to: a `mailto:` or `https:` address (RFC 8292, 2.1). */
  contactAt(address: string): void {
    this.worker.addEnvironment("PUSH_CONTACT", address);
  }

  /** Lets the delivery function push to the connections of an API. */
  pushTo(api: WebSocketApi): void {
    api.grantPush(this.worker);
  }
}
