import { ChangeMessageVisibilityCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings } from "../aws-client.ts";
import { correlation } from "../observability/correlation.ts";

/** Entries of one batch: a quota of SQS. */
const batchSize = 10;

/** SQS takes XML's characters only; JSON escapes all others by itself, but for these two. */
const escapeForSqs = (json: string) =>
  json.replace(/[\uFFFE\uFFFF]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);

/** An SQS queue of jobs, in front of the function that does them. Each carries on what it is part of. */
export class JobQueue<Job extends object> {
  readonly #client = new SQSClient(clientSettings({ answer: 5_000, connection: 1_000 }));
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  /**
   * Puts jobs into the queue, for `delaySeconds` from now (at most 900).
   * @throws when SQS does not take all of them; those that it took are done nevertheless
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

  /** Gives a job that failed out again in `seconds`, instead of when its visibility timeout is over. */
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
