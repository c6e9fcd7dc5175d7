import { Signer } from "@aws-sdk/rds-signer";
import { CamelCasePlugin, Kysely, sql } from "kysely";
import pg from "pg";
import type { Position } from "../../../../contract/position.ts";
import { logError, logMetric } from "../../observability/log.ts";
import { NotFound, Refusal } from "../../problems/refusal.ts";
import { Unavailable } from "../../problems/refusals.ts";
import type { Database, Reads } from "../database.ts";
import type { ConnectOptions, PoolSettings } from "../settings.ts";
import { PooledDialect, type PooledDialectSettings } from "./dialect.ts";

/** The type id of `int8`. Our counts and sequence numbers fit a double, and the Data API returns numbers as well. */
const int8 = 20;

const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format),
};

/**
 * Makes a pool of connections to an endpoint of RDS Proxy. Two connections suffice, because an instance runs one
 * invocation at a time, which rarely runs two statements simultaneously. IAM authorizes the connection: its password is
 * a signature that is valid for 15 minutes.
 *
 * @param connectionMs  milliseconds to wait for a connection
 */
function poolAt(endpoint: string, settings: PoolSettings, answerMs: number, connectionMs: number): pg.Pool {
  const [hostname = "", port] = endpoint.split(":");
  const { DATABASE_USER: user, DATABASE_NAME: database, AWS_REGION: region } = settings;
  const signer = new Signer({ hostname, port: Number(port), username: user, region });
  const pool = new pg.Pool({
    host: hostname,
    port: Number(port),
    user,
    database,
    password: () => signer.getAuthToken(),
    // Node verifies the proxy's certificate, because its root (Amazon Trust Services) is among Node's own.
    ssl: true,
    max: 2,
    // A frozen instance cannot close idle connections. The proxy does.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectionMs,
    query_timeout: answerMs,
    types,
  });
  // Without listeners, a lost connection would end the process. Nothing else is needed: the pool replaces an idle
  // connection, and a running statement rejects with the same error.
  const leaveToNextStatement = () => {};
  pool.on("error", leaveToNextStatement);
  pool.on("connect", (client) => client.on("error", leaveToNextStatement));
  return pool;
}

/** The reader has not replayed everything that the caller has seen. */
class Behind extends Error {}

/**
 * Checks that everything written before a position is visible. Each transaction below a snapshot's `xmin` has ended.
 * This holds on a standby too, whereas `pg_visible_in_snapshot` needs the list of running transactions, which snapshots
 * of a standby lack.
 *
 * @throws {Behind} if it is not
 */
async function requirePosition<Tables>({ repeatable }: Reads<Tables>, since: Position): Promise<void> {
  const { rows } = await sql<{ isThere: boolean }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ${since}::text::xid8 AS is_there`.execute(repeatable);
  if (!rows[0]?.isThere) throw new Behind();
}

/** Connects through RDS Proxy. Reads with a position use a reader, everything else the writer. */
export function connectPooled<Tables>(
  settings: PoolSettings,
  { caller, answerMs }: Required<ConnectOptions>,
): Database<Tables> {
  const writer = poolAt(settings.DATABASE_ENDPOINT, settings, answerMs, 5_000);
  const reader = poolAt(settings.DATABASE_READER_ENDPOINT, settings, answerMs, 1_000);
  const kysely = (dialect: PooledDialectSettings) =>
    new Kysely<Tables>({ dialect: new PooledDialect(dialect), plugins: [new CamelCasePlugin()] });

  /** The number of statements on the writer so far. A known position stays current until that number changes. */
  let statements = 0;
  let known: { position: Position; after: number } | undefined;
  const onStatement = () => {
    statements++;
  };
  const onWriter = { pool: writer, onStatement, caller };
  const repeatable = kysely({ ...onWriter, retries: "repeatable" });
  const readers = kysely({ pool: reader, retries: "none", caller });
  const asking = kysely({ pool: writer, retries: "repeatable", caller });

  return {
    repeatable,
    once: kysely({ ...onWriter, retries: "once" }),
    position: async () => {
      if (known?.after === statements) return known.position;
      const after = statements;
      const { rows } = await sql<{ position: Position }>`
        SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS position`.execute(asking);
      const [row] = rows;
      if (!row) throw new Unavailable();
      known = { position: row.position, after };
      return row.position;
    },
    read: async (since, query) => {
      if (since === undefined) return query({ repeatable });
      try {
        // One transaction, so that all statements run on the same reader and snapshot. The proxy may choose another for
        // each.
        const transaction = readers
          .transaction()
          .setIsolationLevel("repeatable read")
          .setAccessMode("read only");
        const result = await transaction.execute(async (snapshot) => {
          await requirePosition({ repeatable: snapshot }, since);
          return query({ repeatable: snapshot });
        });
        logMetric("ReaderReads", 1);
        return result;
      } catch (error) {
        // A push may have announced a row that the reader lacks. So the writer decides whether it exists.
        if (error instanceof Refusal && !(error instanceof NotFound)) throw error;
        if (!(error instanceof NotFound || error instanceof Behind))
          logError("a reader failed, the writer answers instead", error);
        logMetric("ReaderMisses", 1);
        return query({ repeatable });
      }
    },
  };
}
