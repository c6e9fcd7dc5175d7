import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import type { Delivery } from "./delivery.ts";
import { leastConcurrency } from "./queue-concurrency.ts";
import { QueuedFunction } from "./queued-function.ts";
import type { WebSocketApi } from "./websocket-api.ts";

export interface ReadsProps {
  readonly database: UsableDatabase;
  readonly delivery: Delivery;
  readonly profile: Profile;
}

/** The reads function behind its queue. It collects `read` frames for a second and applies them in one statement. */
export class Reads extends QueuedFunction {
  constructor(scope: Construct, id: string, { database, delivery, profile }: ReadsProps) {
    super(scope, id, {
      bundle: "reads",
      description: "Marks messages as read, in batches",
      variable: "READS_QUEUE_URL",
      database,
      profile,
      // A result of the Data API has at most 1 MiB: 100 readings, each with the connections of eight people.
      batchSize: 100,
      batchingWindow: Duration.seconds(1),
      // A reading is not urgent, and few instances make large batches.
      maxConcurrency: leastConcurrency,
      // After an hour, clients have sent later positions.
      retention: Duration.hours(1),
    });
    delivery.grantEnqueue(this.worker);
  }

  /** Lets the function acknowledge frames and push events to an API's connections. */
  pushTo(api: WebSocketApi): void {
    api.grantPush(this.worker);
  }
}
