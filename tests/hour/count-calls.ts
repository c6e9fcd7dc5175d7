import type { RunningStack } from "../../localstack/stack.ts";

/** The calls of functions to AWS so far. */
export interface Asked {
  pushes: Record<string, number>;
  statements: number;
  jobs: number;
}

/** Matches statements whose number depends on time, or on how many readings fall into one second. */
const timed = /FROM sessions\s+WHERE ended_at >|FROM asked a\s+JOIN participants/;

/** Counts the calls of functions to AWS from now on. */
export function countAsked(stack: RunningStack): Asked {
  const asked: Asked = { pushes: {}, statements: 0, jobs: 0 };
  const count: Readonly<Record<string, (request: Buffer) => void>> = {
    "connections POST": (request) => {
      const { type } = JSON.parse(request.toString());
      asked.pushes[type] = (asked.pushes[type] ?? 0) + 1;
    },
    "rds-data Execute": (request) => {
      if (!timed.test(JSON.parse(request.toString()).sql)) asked.statements++;
    },
    "sqs SendMessageBatch": (request) => {
      const { QueueUrl, Entries } = JSON.parse(request.toString());
      if (!/Reads/.test(QueueUrl)) asked.jobs += Entries.length;
    },
  };
  stack.faults.decide = ({ service, operation }, request) => {
    count[`${service} ${operation}`]?.(request);
    return undefined;
  };
  return asked;
}
