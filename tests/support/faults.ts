import type { Fault, ServiceCall } from "../../localstack/faults.ts";
import type { RunningStack } from "../../localstack/stack.ts";

/** Gives the next calls of a kind these faults, one after the other. @returns those that are left */
export function faultsInTurn(stack: RunningStack, on: ServiceCall, faults: Fault[]): Fault[] {
  stack.faults.decide = ({ service, operation }) =>
    service === on.service && operation === on.operation ? faults.shift() : undefined;
  return faults;
}

export const databaseCall = { service: "rds-data", operation: "Execute" } as const;
export const pushCall = { service: "connections", operation: "POST" } as const;
