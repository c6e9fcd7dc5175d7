import { jobSeconds, peak, ratesOf } from "./workload.ts";

/** A quota of AWS, or a limit of the design. */
export interface Limit {
  readonly name: string;
  /** AWS's default quota, or the limit of the design. */
  readonly initial: number;
  /** The need in the busiest minute, by the number of people online. */
  readonly need: (online: number) => number;
  /** The highest value that AWS grants on request, or that the design reaches. */
  readonly highest: number;
  /** The change of the design that goes beyond `highest`. */
  readonly next: string;
}

/** After an outage or a deployment, the clients' jitter spreads their reconnects over this many seconds. */
const reconnectSeconds = 60;

/** Statements per second on the largest Serverless v2 instance: 256 capacity units, 150 statements each. */
const largestWriter = 256 * 150;

const busiest = (online: number) => {
  const rates = ratesOf(online);
  return Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, name === "connections" ? rate : rate * peak]),
  ) as typeof rates;
};

/** API Gateway's quota L-9ED1E49A. */
export const newConnections: Limit = {
  name: "new connections per second, when all clients reconnect",
  initial: 500,
  need: (online) => busiest(online).connections / reconnectSeconds,
  highest: 20_000,
  next: "cells: one WebSocket API and account per group of users",
};

/** API Gateway's quota L-8A5B8E43, which REST calls, frames and pushes share. */
export const gatewayCalls: Limit = {
  name: "calls, frames and pushes per second",
  initial: 10_000,
  need: (online) => busiest(online).frames + busiest(online).rest + busiest(online).pushes,
  highest: 100_000,
  next: "pushes by AppSync Events or IoT Core, which fan out one publish per conversation",
};

/**
 * The limits that a growing deployment reaches, with AWS's default quotas
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
export const limits: readonly Limit[] = [
  newConnections,
  gatewayCalls,
  {
    name: "simultaneous function instances",
    initial: 1_000,
    need: (online) => busiest(online).concurrency,
    highest: 50_000,
    next: "cells, and pushes that functions do not wait for",
  },
  {
    // Two delivery functions run ten jobs each. SQS starts at most 1,000 functions for a queue.
    name: "simultaneous jobs of the delivery queue",
    initial: 20,
    need: (online) => busiest(online).jobs * jobSeconds,
    highest: 10_000,
    next: "several delivery queues",
  },
  {
    name: "statements per second on the writer",
    initial: largestWriter,
    need: (online) => busiest(online).statements,
    highest: largestWriter,
    next: "readers for history, lists and search, then Aurora Limitless or one cluster per cell",
  },
  {
    name: "rows of connections",
    initial: 5_000_000,
    need: (online) => busiest(online).connections,
    highest: 20_000_000,
    next: "connections in DynamoDB, which needs no vacuum",
  },
  {
    name: "sends per second in a conversation with a tenth of all users",
    initial: 200,
    need: (online) => Math.min(busiest(online).sends / 10, online / 10 / 20),
    highest: 200,
    next: "a sequencer that hands out sequence numbers in blocks, or slow mode",
  },
];
