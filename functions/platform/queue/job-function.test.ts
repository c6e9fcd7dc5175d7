import type { SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { correlation } from "../observability/correlation.ts";
import { jobFunction } from "./job-function.ts";
import { JobQueue } from "./job-queue.ts";

const Job = z.object({ word: z.string() });
const queue = new JobQueue<z.infer<typeof Job>>("https://sqs.invalid/queue");
queue.retryIn = async () => {};

const batch = (...bodies: string[]) =>
  ({
    Records: bodies.map((body, at) => ({
      messageId: `m${at}`,
      receiptHandle: "r",
      body,
      attributes: { ApproximateReceiveCount: "1" },
    })),
  }) as SQSEvent;

test("a body that is no JSON, or no job, fails alone; each job runs under its own correlation", async () => {
  const done: unknown[] = [];
  const handler = jobFunction(Job, queue, async ({ word }) => {
    done.push([word, correlation()?.correlationId]);
  });
  const answer = await handler(
    batch('{"word":"one","correlationId":"c"}', "no JSON", '{"word":7}', '{"word":"two"}'),
  );
  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "m1" }, { itemIdentifier: "m2" }] });
  expect(done).toEqual([
    ["one", "c"],
    ["two", undefined],
  ]);
});
