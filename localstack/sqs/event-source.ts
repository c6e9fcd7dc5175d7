import * as z from "zod";
import type { LambdaFunction } from "../lambda/function.ts";
import { ignoreFunctionError } from "../lambda/function-error.ts";
import { region } from "../template.ts";
import type { Queue, ReceivedMessage } from "./queue.ts";
import { systemAttributes } from "./sqs.ts";

export interface EventSourceConfiguration {
  queue: Queue;
  function: LambdaFunction;
  batchSize: number;
  /** How long it collects messages after the first one, unless a batch is full. */
  windowMs: number;
  /** The maximum number of simultaneous invocations. */
  maxConcurrency: number;
  /**
   * Whether the function reports the messages that failed. Otherwise a batch fails or succeeds as a whole.
   */
  reportsFailures: boolean;
}

const BatchResponse = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).default([]),
});

/** The longest wait for messages, like SQS's long polling. */
const pollMs = 20_000;

/**
 * Lambda's event source mapping of a queue. It receives batches, invokes the function with each, and deletes
 * the messages that succeeded. Failed messages become visible again after their visibility timeout.
 */
export class EventSource {
  readonly #configuration: EventSourceConfiguration;
  readonly #ending = new AbortController();
  readonly #running = new Set<Promise<void>>();

  constructor(configuration: EventSourceConfiguration) {
    this.#configuration = configuration;
  }

  start(): void {
    void this.#poll();
  }

  /** Stops receiving, and waits for the running invocations. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#running);
  }

  async #poll(): Promise<void> {
    const { queue, batchSize, windowMs, maxConcurrency } = this.#configuration;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      if (this.#running.size >= maxConcurrency) await Promise.race(this.#running);
      await queue.whenReady(pollMs, signal);
      if (windowMs > 0 && queue.depth.visible > 0) await queue.whenVisible(batchSize, windowMs, signal);
      if (signal.aborted) return;
      const messages = queue.receive(batchSize);
      if (messages.length === 0) continue;
      const invocation = this.#invoke(messages);
      this.#running.add(invocation);
      void invocation.finally(() => this.#running.delete(invocation));
    }
  }

  async #invoke(messages: readonly ReceivedMessage[]): Promise<void> {
    const { queue, function: target, reportsFailures } = this.#configuration;
    const Records = messages.map((message) => ({
      messageId: message.id,
      receiptHandle: message.receiptHandle,
      body: message.body,
      attributes: systemAttributes(message),
      messageAttributes: {},
      md5OfBody: message.md5,
      eventSource: "aws:sqs",
      eventSourceARN: queue.configuration.arn,
      awsRegion: region,
    }));
    const label = `${messages.length} ${messages.length === 1 ? "message" : "messages"}`;
    try {
      const result = BatchResponse.safeParse(await target.invoke({ Records }, label));
      // A result of another form means that all messages succeeded, as for a function without a result.
      const failed = new Set(
        reportsFailures ? result.data?.batchItemFailures.map((failure) => failure.itemIdentifier) : [],
      );
      for (const { id, receiptHandle } of messages) if (!failed.has(id)) queue.delete(receiptHandle);
    } catch (error) {
      // The messages return to the queue.
      ignoreFunctionError(error);
    }
  }
}
