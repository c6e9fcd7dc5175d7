import type { Fault, ServiceCall } from "../../localstack/faults.ts";
import type { RunningStack } from "../../localstack/stack.ts";

/** Makes the next calls of a kind fail, one fault per call. @returns the faults that have not happened yet */
export function injectFaults(stack: RunningStack, on: ServiceCall, faults: Fault[]): Fault[] {
  stack.faults.decide = ({ service, operation }) =>
    service === on.service && operation === on.operation ? faults.shift() : undefined;
  return faults;
}

export const databaseCall = { service: "rds-data", operation: "Execute" } as const;
export const pushCall = { service: "connections", operation: "POST" } as const;
