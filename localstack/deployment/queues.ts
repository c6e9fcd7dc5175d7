import * as z from "zod";
import { EventSource } from "../sqs/event-source.ts";
import type { Queue } from "../sqs/queue.ts";
import type { Sqs } from "../sqs/sqs.ts";
import type { CloudTemplate } from "../template.ts";
import type { FunctionOf } from "./functions.ts";

const QueueProperties = z.object({
  VisibilityTimeout: z.number().default(30),
  DelaySeconds: z.number().default(0),
  MessageRetentionPeriod: z.number().default(4 * 24 * 3600),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});
const EventSourceProperties = z.object({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(10),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
});

/** The queues of the template by ARN, each with its failure queue. */
function compileQueues(template: CloudTemplate, sqs: Sqs): Map<string, Queue> {
  const declared = new Map(
    template
      .resources("AWS::SQS::Queue", QueueProperties)
      .map(({ logicalId, properties }) => [
        template.attribute(logicalId, "Arn"),
        { name: logicalId, properties },
      ]),
  );
  const queues = new Map<string, Queue>();
  const compile = (arn: string): Queue => {
    const found = queues.get(arn);
    if (found) return found;
    const queue = declared.get(arn);
    if (!queue) throw new Error(`The template has no queue ${arn}`);
    const { VisibilityTimeout, DelaySeconds, MessageRetentionPeriod, RedrivePolicy } = queue.properties;
    const compiled = sqs.ensureQueue({
      name: queue.name,
      arn,
      visibilityMs: VisibilityTimeout * 1000,
      delayMs: DelaySeconds * 1000,
      retentionMs: MessageRetentionPeriod * 1000,
      redrive: RedrivePolicy && {
        maxReceiveCount: RedrivePolicy.maxReceiveCount,
        queue: compile(RedrivePolicy.deadLetterTargetArn),
      },
    });
    queues.set(arn, compiled);
    return compiled;
  };
  for (const arn of declared.keys()) compile(arn);
  return queues;
}

/** Compiles the template's queues and their event sources. None receives yet. */
export function compileEventSources(
  template: CloudTemplate,
  functionOf: FunctionOf,
  sqs: Sqs,
): EventSource[] {
  const queues = compileQueues(template, sqs);
  return template
    .resources("AWS::Lambda::EventSourceMapping", EventSourceProperties)
    .map(({ logicalId, properties }) => {
      const queue = queues.get(properties.EventSourceArn);
      if (!queue) throw new Error(`${logicalId} is not of a queue; the local stack serves no other source`);
      return new EventSource({
        queue,
        function: functionOf(template.attribute(properties.FunctionName, "Arn")),
        batchSize: properties.BatchSize,
        windowMs: sqs.delayMs(properties.MaximumBatchingWindowInSeconds),
        // Without a maximum, Lambda uses the account's concurrency.
        maxConcurrency: properties.ScalingConfig?.MaximumConcurrency ?? 1_000,
        reportsFailures: properties.FunctionResponseTypes.includes("ReportBatchItemFailures"),
      });
    });
}
