import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface JobQueueProps {
  /** The environment variable that holds the queue's address. */
  readonly variable: string;
  /** The function that runs the jobs. */
  readonly worker: LambdaFunction;
  readonly workerTimeout: Duration;
  /** The maximum number of simultaneous instances of the worker. */
  readonly maxConcurrency: number;
  /** The maximum number of jobs per invocation. A number above ten needs a batching window. */
  readonly batchSize?: number;
  /** How long Lambda collects jobs before it invokes the worker. */
  readonly batchingWindow?: Duration;
  /** The age at which a job is dropped. */
  readonly retention: Duration;
}

/** A queue of jobs and its worker. A job that fails six times moves to the failure queue, for inspection. */
export class JobQueue extends Construct {
  readonly #queue: Queue;
  readonly #failures: Queue;
  readonly #variable: string;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const {
      variable,
      worker,
      workerTimeout,
      maxConcurrency,
      retention,
      batchSize = 10,
      batchingWindow,
    } = props;
    this.#variable = variable;
    this.#failures = new Queue(this, "Failures", { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.#queue = new Queue(this, "Jobs", {
      // AWS recommends six times the function's timeout, so that SQS does not redeliver a job that is still running.
      visibilityTimeout: Duration.seconds(6 * workerTimeout.toSeconds()),
      retentionPeriod: retention,
      enforceSSL: true,
      deadLetterQueue: {
        maxReceiveCount: 6,
        queue: this.#failures,
      },
    });
    // The worker queues a failed job again with a delay, and splits large ones.
    this.grantSend(worker);
    worker.addEventSource(
      new SqsEventSource(this.#queue, {
        batchSize,
        maxConcurrency,
        reportBatchItemFailures: true,
        ...(batchingWindow && { maxBatchingWindow: batchingWindow }),
      }),
    );
  }

  /** Lets a function queue jobs, and sets the queue's address in its environment. */
  grantSend(sender: LambdaFunction): void {
    this.#queue.grantSendMessages(sender);
    sender.addEnvironment(this.#variable, this.#queue.queueUrl);
  }

  /** The metrics of the dashboard and the alarms. */
  get metrics() {
    const most = { statistic: "Maximum", period: Duration.minutes(1) };
    return {
      waiting: this.#queue.metricApproximateNumberOfMessagesVisible({ ...most, label: "waiting" }),
      oldest: this.#queue.metricApproximateAgeOfOldestMessage({ ...most, label: "age of the oldest, s" }),
      failures: this.#failures.metricApproximateNumberOfMessagesVisible({ ...most, label: "given up" }),
    };
  }
}
