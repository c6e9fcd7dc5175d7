import { ChangeMessageVisibilityCommand, SendMessageBatchCommand } from "@aws-sdk/client-sqs";
import { correlation } from "../observability/correlation.ts";
import { queueClient } from "./queue-client.ts";

/** The maximum number of messages in one batch (a quota of SQS). */
const batchSize = 10;

/** SQS accepts only the characters of XML. `JSON.stringify` escapes all others except these two. */
const escapeForSqs = (json: string) =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** An SQS queue of jobs. Each job carries the correlation of the request that sent it. */
export class JobQueue<Job extends object> {
  readonly #client = queueClient();
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Queues jobs.
   *
   * @param delaySeconds  how long SQS holds the jobs back, at most 900
   * @throws if SQS rejects any of the jobs. The accepted ones run nevertheless.
   */
  async send(jobs: readonly Job[], delaySeconds = 0): Promise<void> {
    for (let at = 0; at < jobs.length; at += batchSize) {
      const { Failed = [] } = await this.#client.send(
        new SendMessageBatchCommand({
          QueueUrl: this.#url,
          Entries: jobs.slice(at, at + batchSize).map((job, index) => ({
            Id: String(index),
            MessageBody: escapeForSqs(
              JSON.stringify({ ...job, correlationId: correlation()?.correlationId }),
            ),
            DelaySeconds: delaySeconds,
          })),
        }),
      );
      const [first] = Failed;
      if (first) throw new Error(`The queue refused ${Failed.length} jobs: ${first.Code}`);
    }
  }

  /** Sets a failed job's visibility timeout, so that it returns after `seconds`. */
  async retryIn(receiptHandle: string, seconds: number): Promise<void> {
    await this.#client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.#url,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      }),
    );
  }
}
