import { peak, ratesOf } from "./workload.ts";

/** Something that there is only so much of. */
export interface Wall {
  readonly what: string;
  /** Of AWS unless it is asked for more, or of the design. */
  readonly limit: number;
  /** Needed in the busiest minute with so many people online. */
  readonly need: (online: number) => number;
  /** How far the limit can be moved without building anything. */
  readonly most: number;
  /** What is built when it cannot be moved any more. */
  readonly next: string;
}

/** A reconnect of everybody, after an outage or a deployment, is spread over so many seconds by the clients' jitter. */
const reconnectSeconds = 60;

/** Statements a second on the largest Serverless v2 instance (256 capacity units), by 150 a unit. */
const largestWriter = 256 * 150;

const busiest = (online: number) => {
  const rates = ratesOf(online);
  return Object.fromEntries(
    Object.entries(rates).map(([name, rate]) => [name, name === "connections" ? rate : rate * peak]),
  ) as typeof rates;
};

/**
 * What is met on the way up, with AWS's default quotas
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html,
 * https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
 */
export const walls: readonly Wall[] = [
  {
    what: "new connections a second, when all come back at once",
    limit: 500,
    need: (online) => busiest(online).connections / reconnectSeconds,
    most: 20_000,
    next: "cells: several WebSocket APIs in several accounts, each with people of its own",
  },
  {
    what: "calls, frames and pushes a second",
    limit: 10_000,
    need: (online) => busiest(online).frames + busiest(online).rest + busiest(online).pushes,
    most: 100_000,
    next: "pushes by AppSync Events or IoT Core, which fan out by themselves: one publish for each conversation",
  },
  {
    what: "functions at the same time",
    limit: 1_000,
    need: (online) => busiest(online).concurrency,
    most: 50_000,
    next: "cells; and pushes out of the functions, which wait for them",
  },
  {
    what: "statements a second on the writer",
    limit: largestWriter,
    need: (online) => busiest(online).statements,
    most: largestWriter,
    next: "readers for history, lists and search; then Aurora Limitless or a cluster for each cell, by conversation",
  },
  {
    what: "rows of connections",
    limit: 5_000_000,
    need: (online) => busiest(online).connections,
    most: 20_000_000,
    next: "connections in DynamoDB, which nobody vacuums",
  },
  {
    what: "sends a second in one conversation of a tenth of all",
    limit: 200,
    need: (online) => Math.min(busiest(online).sends / 10, online / 10 / 20),
    most: 200,
    next: "numbers given in blocks by a sequencer for each hot conversation; or slow mode",
  },
];
