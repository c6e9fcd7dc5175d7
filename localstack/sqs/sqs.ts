import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";
import { parseRequest, ServiceError } from "../service-error.ts";
import {
  messageBytes,
  Queue,
  type QueueConfiguration,
  QueueContents,
  type ReceivedMessage,
} from "./queue.ts";

const QueueUrl = z.string();
const ReceiptHandle = z.string();
const Id = z.string().regex(/^[\w-]{1,80}$/, "must be 1 to 80 letters, digits, - and _");
const DelaySeconds = z.number().int().min(0).max(900).optional();
/** The longest visibility timeout: twelve hours. */
const VisibilityTimeout = z
  .number()
  .int()
  .min(0)
  .max(12 * 3600);

const entries = <S extends z.ZodType>(entry: S) => z.array(entry);
const Requests = {
  SendMessage: z.object({ QueueUrl, MessageBody: z.string(), DelaySeconds }),
  SendMessageBatch: z.object({
    QueueUrl,
    Entries: entries(z.object({ Id, MessageBody: z.string(), DelaySeconds })),
  }),
  ReceiveMessage: z.object({
    QueueUrl,
    MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
    VisibilityTimeout: VisibilityTimeout.optional(),
    WaitTimeSeconds: z.number().int().min(0).max(20).default(0),
  }),
  DeleteMessage: z.object({ QueueUrl, ReceiptHandle }),
  DeleteMessageBatch: z.object({ QueueUrl, Entries: entries(z.object({ Id, ReceiptHandle })) }),
  ChangeMessageVisibility: z.object({ QueueUrl, ReceiptHandle, VisibilityTimeout }),
  GetQueueAttributes: z.object({ QueueUrl }),
  GetQueueUrl: z.object({ QueueName: z.string() }),
};

const Saved = z.record(z.string(), QueueContents);

/** The characters that XML 1.0 cannot represent. SQS refuses them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters in question
const notXml = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Describes what is wrong with a message's text, if anything. */
function refusalOf(body: string): { Code: string; Message: string } | undefined {
  if (body === "") return { Code: "MissingParameter", Message: "MessageBody must not be empty." };
  if (notXml.test(body)) {
    return { Code: "InvalidMessageContents", Message: "The message has characters that XML does not allow." };
  }
  return undefined;
}

/** The attributes that a consumer sees, in Lambda's event and in `ReceiveMessage`. */
export const systemAttributes = (message: ReceivedMessage): Record<string, string> => ({
  ApproximateReceiveCount: String(message.receiveCount),
  SentTimestamp: String(message.sentAt),
  SenderId: "local",
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
});

/** SQS with its JSON protocol. A file keeps the queues' contents while the stack is stopped. */
export class Sqs {
  readonly #file: string;
  readonly #delayScale: number;
  readonly #saved: Record<string, QueueContents>;
  readonly #queues = new Map<string, Queue>();
  /** The number of calls by operation, for tests. */
  readonly calls: Record<string, number> = {};

  /**
   * @param file  keeps the queues' contents while the stack is stopped
   * @param delayScale  multiplies the delays that callers request (`DelaySeconds`,
   * `ChangeMessageVisibility`, batching windows), so that tests need not wait for them in real time
   */
  constructor(file: string, delayScale = 1) {
    this.#file = file;
    this.#delayScale = delayScale;
    this.#saved = this.#load();
  }

  /** The time that a requested delay takes here, in milliseconds. */
  delayMs(seconds: number): number {
    return seconds * 1000 * this.#delayScale;
  }

  /** Creates or reconfigures a queue. Its contents stay. */
  ensureQueue(configuration: QueueConfiguration): Queue {
    const { name } = configuration;
    const queue = this.#queues.get(name) ?? new Queue(configuration, this.#saved[name]);
    queue.configuration = configuration;
    this.#queues.set(name, queue);
    return queue;
  }

  get queues(): ReadonlyMap<string, Queue> {
    return this.#queues;
  }

  /** Handles one call. @throws {ServiceError} */
  async serve(operation: string, request: unknown): Promise<object> {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
    switch (operation) {
      case "SendMessage": {
        const { QueueUrl, MessageBody, DelaySeconds } = parse(Requests.SendMessage, request);
        const refusal = refusalOf(MessageBody);
        if (refusal) throw new ServiceError(400, refusal.Code, refusal.Message);
        if (Buffer.byteLength(MessageBody) > messageBytes) {
          throw new ServiceError(400, "InvalidParameterValue", "A message may have 1048576 bytes.");
        }
        const { id, md5 } = this.#queue(QueueUrl).send(
          MessageBody,
          DelaySeconds === undefined ? undefined : this.delayMs(DelaySeconds),
        );
        return { MessageId: id, MD5OfMessageBody: md5 };
      }
      case "SendMessageBatch":
        return this.#sendBatch(parse(Requests.SendMessageBatch, request));
      case "ReceiveMessage": {
        const parsed = parse(Requests.ReceiveMessage, request);
        const queue = this.#queue(parsed.QueueUrl);
        await queue.whenReady(parsed.WaitTimeSeconds * 1000);
        const messages = queue.receive(parsed.MaxNumberOfMessages, milliseconds(parsed.VisibilityTimeout));
        return {
          Messages: messages.map((message) => ({
            MessageId: message.id,
            ReceiptHandle: message.receiptHandle,
            Body: message.body,
            MD5OfBody: message.md5,
            Attributes: systemAttributes(message),
          })),
        };
      }
      case "DeleteMessage": {
        const { QueueUrl, ReceiptHandle } = parse(Requests.DeleteMessage, request);
        this.#queue(QueueUrl).delete(ReceiptHandle);
        return {};
      }
      case "DeleteMessageBatch": {
        const { QueueUrl, Entries } = parse(Requests.DeleteMessageBatch, request);
        checkEntries(Entries);
        const queue = this.#queue(QueueUrl);
        for (const { ReceiptHandle } of Entries) queue.delete(ReceiptHandle);
        return { Successful: Entries.map(({ Id }) => ({ Id })), Failed: [] };
      }
      case "ChangeMessageVisibility": {
        const parsed = parse(Requests.ChangeMessageVisibility, request);
        const queue = this.#queue(parsed.QueueUrl);
        if (!queue.changeVisibility(parsed.ReceiptHandle, this.delayMs(parsed.VisibilityTimeout))) {
          throw new ServiceError(400, "MessageNotInflight", "The message is not in flight.");
        }
        return {};
      }
      case "GetQueueAttributes": {
        const { configuration, depth } = this.#queue(parse(Requests.GetQueueAttributes, request).QueueUrl);
        return {
          Attributes: {
            QueueArn: configuration.arn,
            ApproximateNumberOfMessages: String(depth.visible),
            ApproximateNumberOfMessagesNotVisible: String(depth.hidden),
            VisibilityTimeout: String(configuration.visibilityMs / 1000),
            DelaySeconds: String(configuration.delayMs / 1000),
            MessageRetentionPeriod: String(configuration.retentionMs / 1000),
          },
        };
      }
      case "GetQueueUrl": {
        const { QueueName } = parse(Requests.GetQueueUrl, request);
        const { arn } = this.#queue(QueueName).configuration;
        const [, , , region, account] = arn.split(":");
        return { QueueUrl: `https://sqs.${region}.amazonaws.com/${account}/${QueueName}` };
      }
      default:
        throw new ServiceError(400, "UnsupportedOperation", `Unknown operation ${operation}`);
    }
  }

  /** Saves the queues' contents for the next start. */
  close(): void {
    const contents = [...this.#queues].map(([name, queue]) => [name, queue.close()] as const);
    mkdirSync(dirname(this.#file), { recursive: true });
    writeFileSync(this.#file, JSON.stringify(Object.fromEntries(contents)));
  }

  #load(): Record<string, QueueContents> {
    try {
      return Saved.parse(JSON.parse(readFileSync(this.#file, "utf8")));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return {};
      throw error;
    }
  }

  #queue(url: string): Queue {
    const queue = this.#queues.get(url.slice(url.lastIndexOf("/") + 1));
    if (!queue) throw new ServiceError(400, "QueueDoesNotExist", "The specified queue does not exist.");
    return queue;
  }

  #sendBatch({ QueueUrl, Entries }: z.output<typeof Requests.SendMessageBatch>): object {
    const queue = this.#queue(QueueUrl);
    checkEntries(Entries);
    const bytes = Entries.reduce((sum, { MessageBody }) => sum + Buffer.byteLength(MessageBody), 0);
    if (bytes > messageBytes) {
      const message = `A batch may have ${messageBytes} bytes; this one has ${bytes}.`;
      throw new ServiceError(400, "BatchRequestTooLong", message);
    }
    const results = Entries.map(({ Id, MessageBody, DelaySeconds }) => {
      const refusal = refusalOf(MessageBody);
      if (refusal) return { failed: { Id, SenderFault: true, ...refusal } };
      const { id, md5 } = queue.send(
        MessageBody,
        DelaySeconds === undefined ? undefined : this.delayMs(DelaySeconds),
      );
      return { sent: { Id, MessageId: id, MD5OfMessageBody: md5 } };
    });
    return {
      Successful: results.flatMap(({ sent }) => sent ?? []),
      Failed: results.flatMap(({ failed }) => failed ?? []),
    };
  }
}

const parse = <S extends z.ZodType>(schema: S, request: unknown) =>
  parseRequest(schema, request, "InvalidParameterValue");

const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);

/** Checks that a batch has one to ten entries with distinct ids. @throws {ServiceError} */
function checkEntries(batch: readonly { Id: string }[]): void {
  if (batch.length === 0) throw new ServiceError(400, "EmptyBatchRequest", "The batch has no entries.");
  if (batch.length > 10)
    throw new ServiceError(400, "TooManyEntriesInBatchRequest", "A batch may have 10 entries.");
  if (new Set(batch.map(({ Id }) => Id)).size < batch.length) {
    throw new ServiceError(400, "BatchEntryIdsNotDistinct", "Two entries of the batch have the same Id.");
  }
}
