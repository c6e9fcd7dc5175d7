import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";

/** A message as the queue keeps it. */
const StoredMessage = z.object({
  id: z.string(),
  body: z.string(),
  md5: z.string(),
  sentAt: z.number(),
  /** When it may be received; milliseconds since 1970. */
  visibleAt: z.number(),
  receiveCount: z.number(),
  firstReceivedAt: z.number().optional(),
});
type StoredMessage = z.infer<typeof StoredMessage>;

/** What a queue holds, to survive a restart of the stack. */
export const QueueContents = z.array(StoredMessage);
export type QueueContents = z.infer<typeof QueueContents>;

/** A message given to a consumer, who deletes it by its receipt handle or gets it again. */
export interface ReceivedMessage extends Readonly<StoredMessage> {
  receiptHandle: string;
}

export interface QueueConfiguration {
  name: string;
  arn: string;
  visibilityMs: number;
  delayMs: number;
  retentionMs: number;
  /** Where a message goes that was received this many times and is still here. */
  redrive?: { maxReceiveCount: number; queue: Queue } | undefined;
}

/** Bytes of a message, and of a whole batch: SQS's quota. */
export const messageBytes = 1024 * 1024;

/** A standard queue of SQS: each message at least once, hidden while somebody works on it. */
export class Queue {
  configuration: QueueConfiguration;
  readonly #ready: StoredMessage[] = [];
  /** Delayed messages and those under way, by receipt handle. */
  readonly #hidden = new Map<string, { message: StoredMessage; timer: NodeJS.Timeout }>();
  readonly #waiting = new Set<() => void>();

  constructor(configuration: QueueConfiguration, contents: QueueContents = []) {
    this.configuration = configuration;
    for (const message of contents) this.#hide(message, message.visibleAt - Date.now());
  }

  /** Messages that can be received now, and those that cannot: delayed or under way. */
  get depth(): { visible: number; hidden: number } {
    return { visible: this.#ready.length, hidden: this.#hidden.size };
  }

  /** Receipt handles of what is delayed or under way. */
  get underWay(): string[] {
    return [...this.#hidden.keys()];
  }

  send(body: string, delayMs = this.configuration.delayMs): { id: string; md5: string } {
    const now = Date.now();
    const message: StoredMessage = {
      id: randomUUID(),
      body,
      md5: createHash("md5").update(body).digest("hex"),
      sentAt: now,
      visibleAt: now,
      receiveCount: 0,
    };
    this.#hide(message, delayMs);
    return message;
  }

  /** Takes up to `max` messages, and hides them from others for a while. */
  receive(max: number, visibilityMs = this.configuration.visibilityMs): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    const { redrive, retentionMs } = this.configuration;
    while (received.length < max) {
      const message = this.#ready.shift();
      if (!message) break;
      if (message.sentAt + retentionMs < Date.now()) continue;
      if (redrive && message.receiveCount >= redrive.maxReceiveCount) {
        redrive.queue.#take(message);
        continue;
      }
      message.receiveCount++;
      message.firstReceivedAt ??= Date.now();
      const receiptHandle = this.#hide(message, visibilityMs);
      received.push({ ...message, receiptHandle });
    }
    return received;
  }

  /** Resolves when there may be something to receive, or after `waitMs`, or when aborted. */
  async whenReady(waitMs: number, signal?: AbortSignal): Promise<void> {
    if (this.#ready.length > 0 || signal?.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, waitMs);
      signal?.addEventListener("abort", done);
      this.#waiting.add(done);
    });
  }

  /** Forgets a message whose work is done. An old receipt handle does nothing, as in SQS. */
  delete(receiptHandle: string): void {
    this.#unhide(receiptHandle);
  }

  /** Makes a message under way visible in `visibilityMs`. @returns whether the receipt handle is of one */
  changeVisibility(receiptHandle: string, visibilityMs: number): boolean {
    const hidden = this.#hidden.get(receiptHandle);
    if (!hidden) return false;
    clearTimeout(hidden.timer);
    this.#hide(hidden.message, visibilityMs, receiptHandle);
    return true;
  }

  /** Deletes everything, including messages that are delayed or in flight: SQS's `PurgeQueue`. */
  purge(): void {
    this.close();
  }

  /** Ends all timers. @returns what was in the queue */
  close(): QueueContents {
    const contents = [...this.#ready, ...[...this.#hidden.values()].map(({ message }) => message)];
    for (const { timer } of this.#hidden.values()) clearTimeout(timer);
    this.#hidden.clear();
    this.#ready.length = 0;
    return contents;
  }

  /** A message that another queue has given up. It keeps its id, and the time when it was sent. */
  #take(message: StoredMessage): void {
    this.#show({ ...message, receiveCount: 0 });
  }

  #hide(message: StoredMessage, forMs: number, receiptHandle: string = randomUUID()): string {
    message.visibleAt = Date.now() + forMs;
    if (forMs <= 0) {
      this.#hidden.delete(receiptHandle);
      this.#show(message);
      return receiptHandle;
    }
    const timer = setTimeout(() => {
      const found = this.#unhide(receiptHandle);
      if (found) this.#show(found);
    }, forMs);
    this.#hidden.set(receiptHandle, { message, timer: timer.unref() });
    return receiptHandle;
  }

  #unhide(receiptHandle: string): StoredMessage | undefined {
    const hidden = this.#hidden.get(receiptHandle);
    this.#hidden.delete(receiptHandle);
    clearTimeout(hidden?.timer);
    return hidden?.message;
  }

  #show(message: StoredMessage): void {
    this.#ready.push(message);
    for (const wake of [...this.#waiting]) wake();
  }
}
