import { RDSData } from "@aws-sdk/client-rds-data";
import { CamelCasePlugin, Kysely } from "kysely";
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

/** The Data API client whose statements are retried as `repeatable` says, and by nothing else. */
function dataApi(client: RDSData, repeatable: boolean): RDSData {
  const withPolicy = Object.create(client) as RDSData;
  // A statement inside a transaction is part of something that only its caller can start anew.
  withPolicy.executeStatement = ((input: Parameters<RDSData["executeStatement"]>[0]) =>
    withRetries(repeatable && !input.transactionId, () =>
      client.executeStatement(input),
    )) as RDSData["executeStatement"];
  withPolicy.beginTransaction = ((input: Parameters<RDSData["beginTransaction"]>[0]) =>
    withRetries(true, () => client.beginTransaction(input ?? {}))) as RDSData["beginTransaction"];
  return withPolicy;
}

/** Connects once per function instance; nothing is sent before the first statement. */
export function connect(settings: DatabaseSettings): Database {
  const client = new RDSData({ maxAttempts: 1 });
  const kysely = (repeatable: boolean) =>
    new Kysely<Schema>({
      dialect: new Dialect({
        client: dataApi(client, repeatable),
        resourceArn: settings.DATABASE_ARN,
        secretArn: settings.DATABASE_SECRET_ARN,
        database: settings.DATABASE_NAME,
      }),
      plugins: [new CamelCasePlugin()],
    });
  return { repeatable: kysely(true), once: kysely(false) };
}
