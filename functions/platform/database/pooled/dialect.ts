import {
  CompiledQuery,
  type DatabaseConnection,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type TransactionSettings,
} from "kysely";
import pg from "pg";
import { logError } from "../../observability/log.ts";
import { Adapter } from "../adapter.ts";
import { type Caller, withRetries } from "../retries.ts";
import { ConnectionLost, NotConnected } from "./connection-errors.ts";

export interface PooledDialectSettings {
  pool: pg.Pool;
  /** Retries after a lost answer (`repeatable`), only of statements that did not run (`once`), or never (`none`). */
  retries: "repeatable" | "once" | "none";
  caller: Caller;
  /** Called after each statement, including failed ones. */
  onStatement?: () => void;
}

/**
 * Runs Kysely on a pool of `pg`, with a connection for each statement or transaction, as the Data API does. Kysely's
 * own dialect keeps one connection for all attempts, so after a lost connection every retry would fail too. Nothing
 * here changes a session, because that would pin a connection of the proxy. For the same reason, statements have no
 * names
 * (https://aws.amazon.com/blogs/database/amazon-rds-proxy-multiplexing-support-for-postgresql-extended-query-protocol/).
 */
export class PooledDialect implements Dialect {
  readonly #settings: PooledDialectSettings;

  constructor(settings: PooledDialectSettings) {
    this.#settings = settings;
  }

  createDriver = (): Driver => new PooledDriver(this.#settings);
  createQueryCompiler = () => new PostgresQueryCompiler();
  createAdapter = () => new Adapter();
  createIntrospector = (db: Kysely<unknown>): DatabaseIntrospector => new PostgresIntrospector(db);
}

class PooledDriver implements Driver {
  readonly #settings: PooledDialectSettings;

  constructor(settings: PooledDialectSettings) {
    this.#settings = settings;
  }

  async init(): Promise<void> {}
  async releaseConnection(): Promise<void> {}

  async acquireConnection(): Promise<PooledConnection> {
    return new PooledConnection(this.#settings);
  }

  beginTransaction(connection: PooledConnection, settings: TransactionSettings): Promise<void> {
    return connection.begin(settings);
  }

  commitTransaction(connection: PooledConnection): Promise<void> {
    return connection.end("COMMIT");
  }

  /**
   * Never fails, because PostgreSQL rolls back when the connection ends, and the caller has the first error to report.
   */
  async rollbackTransaction(connection: PooledConnection): Promise<void> {
    try {
      await connection.end("ROLLBACK");
    } catch (error) {
      logError("a transaction ended with its connection instead of a rollback", error);
    }
  }

  destroy(): Promise<void> {
    return this.#settings.pool.end();
  }
}

class PooledConnection implements DatabaseConnection {
  readonly #settings: PooledDialectSettings;
  /** The connection of the open transaction. */
  #client: pg.PoolClient | undefined;

  constructor(settings: PooledDialectSettings) {
    this.#settings = settings;
  }

  async begin({ isolationLevel, accessMode }: TransactionSettings): Promise<void> {
    const modes = [isolationLevel && `ISOLATION LEVEL ${isolationLevel}`, accessMode].filter(Boolean);
    this.#client = await this.#attempt(true, async () => {
      const client = await this.#connect();
      await this.#run(client, CompiledQuery.raw(`START TRANSACTION ${modes.join(" ")}`));
      return client;
    });
  }

  async end(how: "COMMIT" | "ROLLBACK"): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    if (!client) return;
    await this.#attempt(false, () => this.#run(client, CompiledQuery.raw(how)));
    client.release();
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const transaction = this.#client;
    // Only the caller can repeat a transaction as a whole.
    const mayRunTwice = this.#settings.retries === "repeatable" && !transaction;
    try {
      return await this.#attempt(mayRunTwice, async () => {
        if (transaction) return this.#run<R>(transaction, query);
        const client = await this.#connect();
        const result = await this.#run<R>(client, query);
        client.release();
        return result;
      });
    } finally {
      this.#settings.onStatement?.();
    }
  }

  // biome-ignore lint/correctness/useYield: no caller needs streams, and the Data API has none
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("There are no streams");
  }

  #attempt<T>(mayRunTwice: boolean, run: () => Promise<T>): Promise<T> {
    const { retries, caller } = this.#settings;
    return retries === "none" ? run() : withRetries({ repeatable: mayRunTwice, caller }, run);
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#settings.pool.connect();
    } catch (error) {
      throw new NotConnected(error);
    }
  }

  /**
   * Runs a statement. After an error, releases the connection unless a transaction holds it. A broken connection is
   * closed.
   */
  async #run<R>(client: pg.PoolClient, { sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const { command, rowCount, rows } = await client.query<R & pg.QueryResultRow>(sql, [...parameters]);
      const isChange = ["INSERT", "UPDATE", "DELETE", "MERGE"].includes(command);
      return { rows, ...(isChange && { numAffectedRows: BigInt(rowCount ?? 0) }) };
    } catch (error) {
      const isRefusal = error instanceof pg.DatabaseError && error.severity === "ERROR";
      if (client !== this.#client) client.release(!isRefusal);
      throw error instanceof pg.DatabaseError ? error : new ConnectionLost(error);
    }
  }
}
