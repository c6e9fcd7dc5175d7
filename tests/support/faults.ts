import type { Fault, ServiceCall } from "../../localstack/faults.ts";
import type { RunningStack } from "../../localstack/stack.ts";

/** Fails a test that needs the Data API under `npm run test:scale`. Otherwise the test would wait until its timeout. */
function requireDataApi(): void {
  if (process.env.CHATFLOW_TEST_PROFILE === "scale") {
    throw new Error("The profile scale does not use the Data API. Exclude the test in tests/scale/run.ts.");
  }
}

/** Makes the next calls of a kind fail, one fault per call. @returns the faults that have not happened yet */
export function injectFaults(stack: RunningStack, on: ServiceCall, faults: Fault[]): Fault[] {
  if (on.service === databaseCall.service) requireDataApi();
  stack.faults.decide = ({ service, operation }) =>
    service === on.service && operation === on.operation ? faults.shift() : undefined;
  return faults;
}

/** The SQL of a call to the Data API. */
function statementOf(body: Buffer): string {
  const { sql } = JSON.parse(body.toString());
  return String(sql);
}

/**
 * Makes the next matching statement fail. A test that counts calls instead breaks on a slow machine, because functions
 * read the list of ended sessions every four seconds. @returns whether it has failed
 */
export function failStatement(stack: RunningStack, matching: RegExp, fault: Fault): () => boolean {
  requireDataApi();
  let isPending = true;
  stack.faults.decide = ({ service, operation }, body) => {
    if (service !== databaseCall.service || operation !== databaseCall.operation) return undefined;
    if (!isPending || !matching.test(statementOf(body))) return undefined;
    isPending = false;
    return fault;
  };
  return () => !isPending;
}

/** Records the statements that functions execute, without the list of ended sessions, which depends on the time. */
export function recordStatements(stack: RunningStack): string[] {
  requireDataApi();
  const statements: string[] = [];
  stack.faults.decide = ({ service, operation }, body) => {
    if (service === databaseCall.service && operation === databaseCall.operation) {
      const statement = statementOf(body);
      if (!/FROM sessions\s+WHERE ended_at >/.test(statement)) statements.push(statement);
    }
    return undefined;
  };
  return statements;
}

export const databaseCall = { service: "rds-data", operation: "Execute" } as const;
export const pushCall = { service: "connections", operation: "POST" } as const;
