import { CamelCasePlugin, Kysely } from "kysely";
import pg from "pg";
import type { Database } from "../../functions/domain/database.ts";
import type { Schema } from "../../functions/domain/schema.ts";
import { PooledDialect } from "../../functions/platform/database/pooled/dialect.ts";

/** The type id of `int8`, which becomes a number as in the functions. */
const int8 = 20;

/** Opens a database of the domain as domain functions receive it, without retries and readers. */
export function openDomainDatabase(url: string): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: 2,
    allowExitOnIdle: true,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === int8 ? Number : pg.types.getTypeParser(oid, format),
    },
  });
  const writer = new Kysely<Schema>({
    dialect: new PooledDialect({ pool, retries: "none", caller: "gateway" }),
    plugins: [new CamelCasePlugin()],
  });
  return {
    repeatable: writer,
    once: writer,
    position: async () => undefined,
    read: (_since, query) => query({ repeatable: writer }),
  };
}
