import { Signer } from "@aws-sdk/rds-signer";
import { CamelCasePlugin, Kysely, sql } from "kysely";
import pg from "pg";
import type { Position } from "../../../../contract/position.ts";
import { logError, logMetric } from "../../observability/log.ts";
import { NotFound, Refusal } from "../../problems/refusal.ts";
import { Unavailable } from "../../problems/refusals.ts";
import type { Database, Reads } from "../database.ts";
import type { PoolSettings } from "../settings.ts";
import { PooledDialect, type PooledDialectSettings } from "./dialect.ts";

/** PostgreSQL's `int8`: counts and sequence numbers, all of which a double holds. The Data API has them as numbers, too. */
const int8 = 20;

const types = {
  getTypeParser: (oid: number, format?: "text" | "binary") =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format),
};

/**
 * Connections to an endpoint of RDS Proxy. An instance runs one invocation at a time, which seldom has two statements
 * under way. Whoever may connect is IAM's concern: the password is a signature, good for a quarter of an hour.
 * @param connectionMs  how long to wait for a connection
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
    // The proxy's certificate is by a root that Node knows (Amazon Trust Services), and is verified.
    ssl: true,
    max: 2,
    // A frozen instance keeps them; the proxy ends those that are idle for long.
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectionMs,
    query_timeout: answerMs,
    types,
  });
  // One that ends is replaced when the next one is needed; whoever uses it meanwhile learns of it by their statement.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}

/** The reader has not yet seen what the caller has. */
class Behind extends Error {}

/**
 * Whether all that was written before a position is visible. A transaction below a snapshot's `xmin` has ended for it,
 * on a standby as well, where a snapshot does not list those that run (which is why `pg_visible_in_snapshot` will not do).
 */
async function requirePosition<Tables>({ repeatable }: Reads<Tables>, since: Position): Promise<void> {
  const { rows } = await sql<{ isThere: boolean }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot()) >= ${since}::text::xid8 AS is_there`.execute(repeatable);
  if (!rows[0]?.isThere) throw new Behind();
}

/** A database behind RDS Proxy: what is read as of a position comes from a reader, all else from the writer. */
export function connectPooled<Tables>(settings: PoolSettings, answerMs: number): Database<Tables> {
  const writer = poolAt(settings.DATABASE_ENDPOINT, settings, answerMs, 5_000);
  const reader = poolAt(settings.DATABASE_READER_ENDPOINT, settings, answerMs, 1_000);
  const kysely = (dialect: PooledDialectSettings) =>
    new Kysely<Tables>({ dialect: new PooledDialect(dialect), plugins: [new CamelCasePlugin()] });

  /** Statements on the writer so far; the position that is known is the one after so many of them. */
  let statements = 0;
  let known: { position: Position; after: number } | undefined;
  const onStatement = () => {
    statements++;
  };
  const onWriter = { pool: writer, onStatement };
  const repeatable = kysely({ ...onWriter, retries: "repeatable" });
  const readers = kysely({ pool: reader, retries: "none" });
  const asking = kysely({ pool: writer, retries: "repeatable" });

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
        // One snapshot for all, of one reader: the proxy may give each transaction another one.
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
        // What somebody may just have been told of, by a push, is asked of who certainly has it.
        if (error instanceof Refusal && !(error instanceof NotFound)) throw error;
        if (!(error instanceof NotFound || error instanceof Behind)) logError("a reader failed", error);
        logMetric("ReaderMisses", 1);
        return query({ repeatable });
      }
    },
  };
}
