import { RDSData } from "@aws-sdk/client-rds-data";
import { CamelCasePlugin, Kysely } from "kysely";
import { clientSettings } from "../aws-client.ts";
import type { DatabaseSettings } from "../configuration.ts";
import { Dialect } from "./dialect.ts";
import { withRetries } from "./retries.ts";
import type { Schema } from "./schema.ts";

/**
 * Aurora through the Data API. Each statement is written on one of two connections, so that whoever writes it
 * says what a lost answer means:
 */
export interface Database {
  /** For statements that may run twice with the same outcome: they are retried when an answer is lost. */
  readonly repeatable: Kysely<Schema>;
  /** For all others: a lost answer is reported as `Unavailable`. */
  readonly once: Kysely<Schema>;
}

/** The Data API's client; lost calls are repeated as `repeatable` says, and by nothing else. */
function dataApi(repeatable: boolean, answerMs: number): RDSData {
  const client = new RDSData({
    maxAttempts: 1,
    ...clientSettings({ answer: answerMs, connection: 2_000 }),
  });
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        withRetries(mayRunTwice(repeatable, commandName, args.input), () => next(args)),
    { step: "initialize", name: "repeatLostCalls" },
  );
  return client;
}

/** A transaction that was begun twice times out; one statement of it is part of what only its caller can begin anew. */
function mayRunTwice(repeatable: boolean, command: string | undefined, input: object): boolean {
  if (command === "BeginTransactionCommand") return true;
  const isInTransaction = "transactionId" in input && input.transactionId !== undefined;
  return repeatable && command === "ExecuteStatementCommand" && !isInTransaction;
}

/**
 * Connects once per function instance; nothing is sent before the first statement.
 * @param answerMs  how long a statement may take before its answer counts as lost; the Data API itself ends one after
 *   45 seconds, which nobody waits for
 */
export function connect(settings: DatabaseSettings, answerMs = 10_000): Database {
  const kysely = (repeatable: boolean) =>
    new Kysely<Schema>({
      dialect: new Dialect({
        client: dataApi(repeatable, answerMs),
        resourceArn: settings.DATABASE_ARN,
        secretArn: settings.DATABASE_SECRET_ARN,
        database: settings.DATABASE_NAME,
      }),
      plugins: [new CamelCasePlugin()],
    });
  return { repeatable: kysely(true), once: kysely(false) };
}
