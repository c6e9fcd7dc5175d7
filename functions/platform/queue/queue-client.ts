import {
  type SendMessageBatchCommandInput,
  type SendMessageBatchCommandOutput,
  SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import * as z from "zod/mini";
import { clientSettings, removeCallLog } from "../aws/client-settings.ts";
import { bodyOf, DirectRequests, errorOf } from "../aws/direct-requests.ts";
import { jitteredWait } from "../jittered-wait.ts";

const times = { answer: 5_000, connection: 1_000 };

/** The longest wait before each repetition, in milliseconds. The SDK, too, makes three attempts. */
const ceilings = [100, 300];

/** The part of the answer that functions read. */
const Answer = z.object({
  Failed: z._default(
    z.array(
      z.object({
        Id: z.string(),
        Code: z.string(),
        SenderFault: z.boolean(),
        Message: z.optional(z.string()),
      }),
    ),
    [],
  ),
});

async function sendOnce(
  requests: DirectRequests,
  input: SendMessageBatchCommandInput,
): Promise<SendMessageBatchCommandOutput> {
  const body = bodyOf(JSON.stringify(input));
  const answer = await requests.post("/", "application/x-amz-json-1.0", body, "AmazonSQS.SendMessageBatch");
  if (answer.status >= 300) throw new SQSServiceException(errorOf(answer));
  const { Failed } = Answer.parse(JSON.parse(answer.body.toString()));
  return { Failed, Successful: [], $metadata: { httpStatusCode: answer.status } };
}

/** Whether another attempt may succeed: SQS did not answer, was unavailable, or throttled the call. */
const isTransient = (error: unknown): boolean =>
  !(error instanceof SQSServiceException) || error.$fault === "server" || /Throttl/.test(error.name);

async function send(
  requests: DirectRequests,
  input: SendMessageBatchCommandInput,
): Promise<SendMessageBatchCommandOutput> {
  for (const ceiling of ceilings) {
    try {
      return await sendOnce(requests, input);
    } catch (error) {
      if (!isTransient(error)) throw error;
      await jitteredWait(ceiling);
    }
  }
  return sendOnce(requests, input);
}

/** Recognizes the input of `SendMessageBatch`. Two other commands have entries as well. */
const isBatch = (input: object): input is SendMessageBatchCommandInput =>
  "Entries" in input &&
  Array.isArray(input.Entries) &&
  input.Entries.every((entry) => "MessageBody" in entry);

/**
 * Makes a client of SQS. `SendMessageBatch`, which most frames cause, goes through `DirectRequests` instead of the SDK.
 */
export function queueClient(): SQSClient {
  const client = new SQSClient(clientSettings(times));
  removeCallLog(client);
  const requests = new DirectRequests(client, times);
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { input } = args;
        if (commandName !== "SendMessageBatchCommand" || !isBatch(input)) return next(args);
        return { output: await send(requests, input), response: {} };
      },
    { step: "initialize", name: "sendDirectly" },
  );
  return client;
}
