import { createHash, randomUUID } from "node:crypto";
import * as z from "zod";

/** A message in the queue. */
const StoredMessage = z.object({
  id: z.string(),
  body: z.string(),
  md5: z.string(),
  sentAt: z.number(),
  /** When it becomes visible, in milliseconds since 1970. */
  visibleAt: z.number(),
  receiveCount: z.number(),
  firstReceivedAt: z.number().optional(),
});
type StoredMessage = z.infer<typeof StoredMessage>;

/** The contents of a queue, which survive a restart of the stack. */
export const QueueContents = z.array(StoredMessage);
export type QueueContents = z.infer<typeof QueueContents>;

/** A message that a consumer has received. The consumer deletes it by its receipt handle, or it returns. */
export interface ReceivedMessage extends Readonly<StoredMessage> {
  receiptHandle: string;
}

export interface QueueConfiguration {
  name: string;
  arn: string;
  visibilityMs: number;
  delayMs: number;
  retentionMs: number;
  /** The failure queue for messages that were received this many times. */
  redrive?: { maxReceiveCount: number; queue: Queue } | undefined;
}

/** The largest message, and the largest batch, in bytes: SQS's quota. */
export const messageBytes = 1024 * 1024;

/**
 * A standard queue of SQS: delivers each message at least once, and hides it while a consumer works on it.
 */
export class Queue {
  configuration: QueueConfiguration;
  readonly #ready: StoredMessage[] = [];
  /** Delayed and in-flight messages, by receipt handle. */
  readonly #hidden = new Map<string, { message: StoredMessage; timer: NodeJS.Timeout }>();
  readonly #waiting = new Set<() => void>();
  #isPaused = false;

  constructor(configuration: QueueConfiguration, contents: QueueContents = []) {
    this.configuration = configuration;
    for (const message of contents) this.#hide(message, message.visibleAt - Date.now());
  }

  /** The number of visible messages, and of hidden ones: delayed or in flight. */
  get depth(): { visible: number; hidden: number } {
    return { visible: this.#ready.length, hidden: this.#hidden.size };
  }

  /** Whether a message is visible, in flight, or waiting for another attempt. Delayed messages do not count. */
  get isBusy(): boolean {
    return (
      this.#ready.length > 0 || [...this.#hidden.values()].some(({ message }) => message.receiveCount > 0)
    );
  }

  /** The receipt handles of delayed and in-flight messages. */
  get hiddenHandles(): string[] {
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

  /**
   * Keeps messages from the consumers, so that a test can collect a batch. On AWS, disable the event source mapping.
   */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.#wake();
  }

  /** Receives up to `max` messages and hides them for the visibility timeout. */
  receive(max: number, visibilityMs = this.configuration.visibilityMs): ReceivedMessage[] {
    const received: ReceivedMessage[] = [];
    const { redrive, retentionMs } = this.configuration;
    while (received.length < max && !this.#isPaused) {
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

  /** Resolves when a message may be available, after `waitMs`, or when aborted. */
  async whenReady(waitMs: number, signal?: AbortSignal): Promise<void> {
    if (this.#ready.length === 0 || this.#isPaused) await this.#whenWoken(waitMs, signal);
  }

  /** Resolves when `count` messages are visible, after `waitMs`, or when aborted. */
  async whenVisible(count: number, waitMs: number, signal?: AbortSignal): Promise<void> {
    const until = Date.now() + waitMs;
    while (this.#ready.length < count && Date.now() < until && !signal?.aborted) {
      await this.#whenWoken(until - Date.now(), signal);
    }
  }

  /** Resolves when a message becomes visible, after `waitMs`, or when aborted. */
  async #whenWoken(waitMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return;
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

  /** Deletes a message. An old receipt handle does nothing, as in SQS. */
  delete(receiptHandle: string): void {
    this.#unhide(receiptHandle);
  }

  /** Sets an in-flight message's visibility timeout. @returns whether the receipt handle is known */
  changeVisibility(receiptHandle: string, visibilityMs: number): boolean {
    const hidden = this.#hidden.get(receiptHandle);
    if (!hidden) return false;
    clearTimeout(hidden.timer);
    this.#hide(hidden.message, visibilityMs, receiptHandle);
    return true;
  }

  /** Deletes all messages, delayed and in-flight ones included: SQS's `PurgeQueue`. */
  purge(): void {
    this.close();
  }

  /** Stops all timers. @returns the contents of the queue */
  close(): QueueContents {
    const contents = [...this.#ready, ...[...this.#hidden.values()].map(({ message }) => message)];
    for (const { timer } of this.#hidden.values()) clearTimeout(timer);
    this.#hidden.clear();
    this.#ready.length = 0;
    return contents;
  }

  /** Adds a message that another queue has given up. It keeps its id and the time when it was sent. */
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
    this.#wake();
  }

  #wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
