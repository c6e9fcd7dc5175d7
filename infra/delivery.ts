import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { BundledFunction } from "./bundled-function.ts";
import type { Database } from "./database.ts";
import type { SigningKey } from "./signing-key.ts";
import type { WebSocketApi } from "./websocket-api.ts";

export interface DeliveryProps {
  readonly database: Database;
  /** Signs pushes to browsers. */
  readonly pushKey: SigningKey;
}

/**
 * The queue in front of the `delivery` function, for what the other functions may not, or not at once, push
 * themselves. A job that fails six times ends in the queue of failures, where somebody may look at it.
 */
export class Delivery extends Construct {
  readonly #queue: Queue;
  readonly #function: LambdaFunction;

  constructor(scope: Construct, id: string, { database, pushKey }: DeliveryProps) {
    super(scope, id);
    const timeout = Duration.seconds(30);
    this.#queue = new Queue(this, "Queue", {
      // AWS advises six times the function's timeout, so that a job under way is not given out again.
      visibilityTimeout: Duration.seconds(6 * timeout.toSeconds()),
      // What nobody could be told within an hour, they have found out by themselves.
      retentionPeriod: Duration.hours(1),
      enforceSSL: true,
      deadLetterQueue: {
        maxReceiveCount: 6,
        queue: new Queue(this, "Failures", { retentionPeriod: Duration.days(14), enforceSSL: true }),
      },
    });
    this.#function = new BundledFunction(this, "Function", {
      bundle: "delivery",
      description: "Pushes events to many connections",
      timeout,
    });
    database.grantUse(this.#function);
    pushKey.grantSign(this.#function);
    this.grantEnqueue(this.#function);
    this.#function.addEventSource(
      new SqsEventSource(this.#queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        // Enough for ten slices at once; what it leaves of the account's concurrency is for those who send.
        maxConcurrency: 10,
      }),
    );
  }

  /** Lets a function hand over jobs, and tells it where. */
  grantEnqueue(user: LambdaFunction): void {
    this.#queue.grantSendMessages(user);
    user.addEnvironment("DELIVERY_QUEUE_URL", this.#queue.queueUrl);
  }

  /** Tells push services where to turn to (RFC 8292, 2.1). */
  contactAt(url: string): void {
    this.#function.addEnvironment("PUSH_CONTACT", url);
  }

  /** Lets the delivery function push to the connections of an API. */
  pushTo(api: WebSocketApi): void {
    api.grantPush(this.#function);
  }
}
