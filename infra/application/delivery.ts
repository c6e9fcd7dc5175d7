import { Duration } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { Profile } from "../profiles.ts";
import { QueuedFunction } from "./queued-function.ts";
import type { WebSocketApi } from "./websocket-api.ts";

export interface DeliveryProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
  /** The maximum number of functions that run simultaneously. */
  readonly maxConcurrency: number;
}

/**
 * The delivery function behind its queue. It pushes events for functions that may not push themselves, and to audiences
 * that are too large to push to within a request.
 */
export class Delivery extends QueuedFunction {
  constructor(scope: Construct, id: string, { database, profile, maxConcurrency }: DeliveryProps) {
    super(scope, id, {
      bundle: "delivery",
      description: "Pushes events to large audiences",
      variable: "DELIVERY_QUEUE_URL",
      database,
      profile,
      maxConcurrency,
      // After an hour, clients have caught up by syncing.
      retention: Duration.hours(1),
    });
  }

  /** Lets the delivery function push to an API's connections. */
  pushTo(api: WebSocketApi): void {
    api.grantPush(this.worker);
  }
}
