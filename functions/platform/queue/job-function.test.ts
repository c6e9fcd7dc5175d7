import type { SQSEvent } from "aws-lambda";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { correlation } from "../observability/correlation.ts";
import { jobFunction } from "./job-function.ts";
import { JobQueue } from "./job-queue.ts";

const Job = z.object({ word: z.string() });
const queue = new JobQueue<z.infer<typeof Job>>("https://sqs.invalid/queue");
queue.retryIn = async () => {};

const batch = (...bodies: string[]): SQSEvent => ({
  Records: bodies.map((body, at) => ({
    messageId: `m${at}`,
    receiptHandle: "r",
    body,
    attributes: {
      ApproximateReceiveCount: "1",
      ApproximateFirstReceiveTimestamp: "0",
      SentTimestamp: "0",
      SenderId: "sender",
    },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "arn:aws:sqs:us-east-1:000000000000:Jobs",
    awsRegion: "us-east-1",
  })),
});

test("A job function returns only malformed jobs to the queue, and runs each other job under its own correlation", async () => {
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

test("A job function returns a failed job after 2, 4, 8 … seconds, even if SQS refuses the delay", async () => {
  const delays: number[] = [];
  const failingQueue = new JobQueue<z.infer<typeof Job>>("https://sqs.invalid/queue");
  failingQueue.retryIn = async (_receiptHandle, seconds) => {
    delays.push(seconds);
    if (seconds > 4) throw new Error("SQS is not available");
  };
  const handler = jobFunction(Job, failingQueue, async () => {
    throw new Error("The database is not available");
  });
  for (const count of ["1", "2", "3"]) {
    const event = batch('{"word":"one"}');
    for (const record of event.Records) record.attributes.ApproximateReceiveCount = count;
    expect(await handler(event)).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  }
  expect(delays).toEqual([2, 4, 8]);
});
