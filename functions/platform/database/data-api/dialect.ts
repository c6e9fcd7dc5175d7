import type { RDSData } from "@aws-sdk/client-rds-data";
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from "kysely";
import { DataApiDialect } from "kysely-data-api";
import { Adapter } from "../adapter.ts";

export interface DataApiSettings {
  client: RDSData;
  resourceArn: string;
  secretArn: string;
  database: string;
}

/**
 * Adapts kysely-data-api to a newer version of Kysely. Its connections keep the id of an ended transaction and send it
 * with the next statement. Its results have a property that Kysely warns about. Its migration lock needs a session,
 * which the Data API lacks.
 */
export class Dialect extends DataApiDialect {
  constructor(settings: DataApiSettings) {
    super({ mode: "postgres", driver: settings });
  }

  override createAdapter(): Adapter {
    return new Adapter();
  }

  override createDriver(): Driver {
    return new FittingDriver(super.createDriver());
  }
}

class FittingDriver implements Driver {
  readonly #driver: Driver;

  constructor(driver: Driver) {
    this.#driver = driver;
  }

  async init(): Promise<void> {}
  async releaseConnection(): Promise<void> {}
  async destroy(): Promise<void> {}

  async acquireConnection(): Promise<FittingConnection> {
    return new FittingConnection(await this.#driver.acquireConnection());
  }

  beginTransaction(connection: FittingConnection): Promise<void> {
    return this.#driver.beginTransaction(connection.inner, {});
  }

  async commitTransaction(connection: FittingConnection): Promise<void> {
    await this.#driver.commitTransaction(connection.inner);
    connection.inner = await this.#driver.acquireConnection();
  }

  async rollbackTransaction(connection: FittingConnection): Promise<void> {
    await this.#driver.rollbackTransaction(connection.inner);
    connection.inner = await this.#driver.acquireConnection();
  }
}

class FittingConnection implements DatabaseConnection {
  inner: DatabaseConnection;

  constructor(inner: DatabaseConnection) {
    this.inner = inner;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, numAffectedRows } = await this.inner.executeQuery<R>(query);
    return { rows, ...(numAffectedRows !== undefined && { numAffectedRows }) };
  }

  // biome-ignore lint/correctness/useYield: the Data API does not stream
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error("The Data API does not stream");
  }
}
