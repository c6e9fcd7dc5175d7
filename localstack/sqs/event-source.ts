import * as z from "zod";
import type { LambdaFunction } from "../lambda/function.ts";
import { region } from "../template.ts";
import type { Queue, ReceivedMessage } from "./queue.ts";
import { systemAttributes } from "./sqs.ts";

export interface EventSourceConfiguration {
  queue: Queue;
  function: LambdaFunction;
  batchSize: number;
  /** Invocations at the same time. */
  maxConcurrency: number;
  /** Whether the function names the messages that failed; otherwise a batch fails or succeeds as a whole. */
  reportsFailures: boolean;
}

const BatchResponse = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).default([]),
});

/** A look at the queue takes this long at most, as a long poll of SQS. */
const pollMs = 20_000;

/**
 * Lambda's event source mapping of a queue: receives batches, invokes the function with each, and deletes what
 * it has done. What failed becomes visible again when its visibility timeout is over.
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

  /** Takes nothing more, and waits for the invocations under way. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await Promise.all(this.#running);
  }

  async #poll(): Promise<void> {
    const { queue, batchSize, maxConcurrency } = this.#configuration;
    const { signal } = this.#ending;
    while (!signal.aborted) {
      if (this.#running.size >= maxConcurrency) await Promise.race(this.#running);
      await queue.whenReady(pollMs, signal);
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
      // What is not of this form means that all has been done: so it is for a function without a result.
      const failed = new Set(
        reportsFailures ? result.data?.batchItemFailures.map((failure) => failure.itemIdentifier) : [],
      );
      for (const { id, receiptHandle } of messages) if (!failed.has(id)) queue.delete(receiptHandle);
    } catch {
      // The function's log says why. The messages come again.
    }
  }
}
