import { RDSData } from "@aws-sdk/client-rds-data";
import { CamelCasePlugin, Kysely } from "kysely";
import { clientSettings } from "../../aws/client-settings.ts";
import type { Database, Reads } from "../database.ts";
import { withRetries } from "../retries.ts";
import type { ConnectOptions, DataApiSettings } from "../settings.ts";
import { Dialect } from "./dialect.ts";
import { executeDirectly } from "./execute-directly.ts";

/** Makes a client of the Data API. Only our own middleware retries, not the SDK. */
function dataApi(repeatable: boolean, { caller, answerMs }: Required<ConnectOptions>): RDSData {
  const times = { answer: answerMs, connection: 2_000 };
  const client = new RDSData({ maxAttempts: 1, ...clientSettings(times) });
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) =>
        withRetries({ repeatable: mayRunTwice(repeatable, commandName, args.input), caller }, () =>
          next(args),
        ),
    { step: "initialize", name: "repeatLostCalls" },
  );
  executeDirectly(client, times);
  return client;
}

/**
 * Beginning a transaction twice is harmless, since the first one times out. Only the caller can repeat a whole
 * transaction.
 */
function mayRunTwice(repeatable: boolean, command: string | undefined, input: object): boolean {
  if (command === "BeginTransactionCommand") return true;
  const isInTransaction = "transactionId" in input && input.transactionId !== undefined;
  return repeatable && command === "ExecuteStatementCommand" && !isInTransaction;
}

/** Connects through the Data API, which runs all statements on the writer. Positions are therefore unnecessary. */
export function connectDataApi<Tables>(
  settings: DataApiSettings,
  options: Required<ConnectOptions>,
): Database<Tables> {
  const kysely = (repeatable: boolean) =>
    new Kysely<Tables>({
      dialect: new Dialect({
        client: dataApi(repeatable, options),
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
