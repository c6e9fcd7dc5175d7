import { RDSData } from "@aws-sdk/client-rds-data";
import { CamelCasePlugin, Kysely } from "kysely";
import { clientSettings } from "../../aws-client.ts";
import type { Database, Reads } from "../database.ts";
import { withRetries } from "../retries.ts";
import type { DataApiSettings } from "../settings.ts";
import { Dialect } from "./dialect.ts";

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

/** A database behind the Data API, which runs all statements on the writer: there is nobody to be behind. */
export function connectDataApi<Tables>(settings: DataApiSettings, answerMs: number): Database<Tables> {
  const kysely = (repeatable: boolean) =>
    new Kysely<Tables>({
      dialect: new Dialect({
        client: dataApi(repeatable, answerMs),
        resourceArn: settings.DATABASE_ARN,
        secretArn: settings.DATABASE_SECRET_ARN,
        database: settings.DATABASE_NAME,
      }),
      plugins: [new CamelCasePlugin()],
    });
  const writer: Reads<Tables> = { repeatable: kysely(true) };
  return {
    repeatable: writer.repeatable,
    once: kysely(false),
    read: (_since, query) => query(writer),
    position: async () => undefined,
  };
}
