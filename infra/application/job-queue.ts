import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { SqsEventSource } from "aws-cdk-lib/aws-lambda-event-sources";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";

export interface JobQueueProps {
  /** The environment variable by which functions know it. */
  readonly variable: string;
  /** Does the jobs. */
  readonly worker: LambdaFunction;
  readonly workerTimeout: Duration;
  /** Instances of the worker at once. */
  readonly maxConcurrency: number;
  /** After which a job is not worth doing any more. */
  readonly retention: Duration;
}

/** A queue of jobs and the function that does them. One that fails six times ends in the queue of failures, where somebody may look at it. */
export class JobQueue extends Construct {
  readonly #queue: Queue;
  readonly #failures: Queue;
  readonly #variable: string;

  constructor(scope: Construct, id: string, props: JobQueueProps) {
    super(scope, id);
    const { variable, worker, workerTimeout, maxConcurrency, retention } = props;
    this.#variable = variable;
    this.#failures = new Queue(this, "Failures", { retentionPeriod: Duration.days(14), enforceSSL: true });
    this.#queue = new Queue(this, "Jobs", {
      // AWS advises six times the function's timeout, so that a job under way is not given out again.
      visibilityTimeout: Duration.seconds(6 * workerTimeout.toSeconds()),
      retentionPeriod: retention,
      enforceSSL: true,
      deadLetterQueue: {
        maxReceiveCount: 6,
        queue: this.#failures,
      },
    });
    // The worker puts off what fails, and may split a job.
    this.grantSend(worker);
    worker.addEventSource(
      new SqsEventSource(this.#queue, { batchSize: 10, reportBatchItemFailures: true, maxConcurrency }),
    );
  }

  /** Lets a function hand over jobs, and tells it where. */
  grantSend(sender: LambdaFunction): void {
    this.#queue.grantSendMessages(sender);
    sender.addEnvironment(this.#variable, this.#queue.queueUrl);
  }

  /** What the dashboard and the alarms look at. */
  get metrics() {
    const most = { statistic: "Maximum", period: Duration.minutes(1) };
    return {
      waiting: this.#queue.metricApproximateNumberOfMessagesVisible({ ...most, label: "waiting" }),
      oldest: this.#queue.metricApproximateAgeOfOldestMessage({ ...most, label: "age of the oldest, s" }),
      failures: this.#failures.metricApproximateNumberOfMessagesVisible({ ...most, label: "given up" }),
    };
  }
}
