import { randomBytes } from "node:crypto";
import pg from "pg";
import * as z from "zod";
import { type Log, silentLog } from "../log.ts";
import { parseRequest, ServiceError } from "../service-error.ts";
import { postgresType, postgresValue, resultField, SqlParameter } from "./fields.ts";
import { type PostgresType, requireSupported } from "./result-types.ts";
import { numberedStatement } from "./sql-parameters.ts";

/** The Data API's limits (Aurora User Guide, "Data API limitations" and "Calling the Data API"). */
const limits = {
  resultBytes: 1024 * 1024,
  rowBytes: 64 * 1024,
  /** A transaction without a call for this long is rolled back. */
  transactionIdleMs: 3 * 60_000,
  statementMs: 45_000,
};

const Target = z.object({ resourceArn: z.string(), secretArn: z.string(), database: z.string().optional() });
const ExecuteStatement = Target.extend({
  sql: z.string(),
  parameters: z.array(SqlParameter).default([]),
  transactionId: z.string().optional(),
  includeResultMetadata: z.boolean().default(false),
});
const BatchExecuteStatement = Target.extend({
  sql: z.string(),
  parameterSets: z.array(z.array(SqlParameter)).default([]),
  transactionId: z.string().optional(),
});
const EndTransaction = z.object({
  resourceArn: z.string(),
  secretArn: z.string(),
  transactionId: z.string(),
});

interface Transaction {
  client: pg.PoolClient;
  idle: NodeJS.Timeout;
}

type Executor = Pick<pg.Pool, "query">;

/** Ignores the error of a broken connection. Its next use reports it. */
const ignore = () => undefined;

/** A type that a transaction has created and not yet committed. */
const unknownType: PostgresType = { name: "unknown", isEnum: false };

/** Lost connections and shutdowns. Afterwards it is unknown whether the statement ran. */
const lostConnection = /^(57P0[123]|08\w{3}|ECONN\w+|EPIPE)$/;

/** Values stay as PostgreSQL writes them. */
const asText: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value };

/** Whether a prepared statement did not run, because a migration has changed the types of its columns since. */
const isOutdated = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === "0A000" && /cached plan/.test(error.message);

function toServiceError(error: unknown): Error {
  if (error instanceof ServiceError || !(error instanceof Error)) return error as Error;
  const code = "code" in error ? String(error.code) : "";
  if (lostConnection.test(code) || (!code && /connection/i.test(error.message))) {
    return new ServiceError(504, "DatabaseUnavailableException", "The writer instance is not available.");
  }
  if (code === "57014")
    return new ServiceError(400, "StatementTimeoutException", "The statement took too long.");
  const detail = "detail" in error && error.detail ? `\n  Detail: ${error.detail}` : "";
  return new ServiceError(
    400,
    "DatabaseErrorException",
    `ERROR: ${error.message}${detail}; SQLState: ${code}`,
  );
}

/** The RDS Data API on a PostgreSQL server, as strict as AWS's. */
export class DataApi {
  readonly #pool: pg.Pool;
  readonly #clusterArn: string;
  readonly #secretArn: string;
  readonly #transactions = new Map<string, Transaction>();
  #types = new Map<number, PostgresType>();
  /** The number of calls by operation, for tests. */
  readonly calls: Record<string, number> = {};

  readonly #log: Log;

  constructor(databaseUrl: string, clusterArn: string, secretArn: string, log: Log = silentLog) {
    this.#log = log;
    this.#clusterArn = clusterArn;
    this.#secretArn = secretArn;
    this.#pool = new pg.Pool({
      connectionString: databaseUrl,
      max: 20,
      options: `-c TimeZone=UTC -c DateStyle=ISO -c bytea_output=hex -c statement_timeout=${limits.statementMs}`,
    });
    // The pool replaces an idle connection that breaks when the server restarts.
    this.#pool.on("error", () => undefined);
  }

  /** Handles one call. @throws {ServiceError} */
  async serve(operation: string, request: unknown): Promise<object> {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
    try {
      switch (operation) {
        case "Execute":
          return await this.#execute(this.#parse(ExecuteStatement, request));
        case "BatchExecute":
          return await this.#batchExecute(this.#parse(BatchExecuteStatement, request));
        case "BeginTransaction":
          this.#parse(Target, request);
          return await this.#begin();
        case "CommitTransaction":
          return await this.#end(this.#parse(EndTransaction, request).transactionId, "COMMIT");
        case "RollbackTransaction":
          return await this.#end(this.#parse(EndTransaction, request).transactionId, "ROLLBACK");
        default:
          throw new ServiceError(404, "NotFoundException", `Unknown operation ${operation}`);
      }
    } catch (error) {
      throw toServiceError(error);
    }
  }

  async close(): Promise<void> {
    for (const id of [...this.#transactions.keys()]) await this.#abandon(id);
    await this.#pool.end();
  }

  #parse<S extends z.ZodType<{ resourceArn: string; secretArn: string }>>(
    schema: S,
    request: unknown,
  ): z.output<S> {
    const data = parseRequest(schema, request, "BadRequestException");
    if (data.resourceArn !== this.#clusterArn) {
      throw new ServiceError(400, "BadRequestException", "HttpEndpoint is not enabled for this resource.");
    }
    if (data.secretArn !== this.#secretArn) {
      throw new ServiceError(400, "BadRequestException", "The secret was not found.");
    }
    return data;
  }

  async #execute(request: z.output<typeof ExecuteStatement>): Promise<object> {
    const executor = this.#executor(request.transactionId);
    const result = await this.#query(executor, request.sql, request.parameters);
    if (result.fields.length === 0) {
      return { numberOfRecordsUpdated: result.rowCount ?? 0, generatedFields: [] };
    }
    const types = await this.#typesOf(result.fields);
    requireSupported(types);
    let bytes = 0;
    const records = result.rows.map((row: (string | null)[]) => {
      const record = row.map((text, column) => resultField(text, types[column] ?? unknownType));
      const size = Buffer.byteLength(JSON.stringify(record));
      bytes += size;
      if (size > limits.rowBytes) {
        throw new ServiceError(400, "BadRequestException", "A row is larger than 64 KB.");
      }
      if (bytes > limits.resultBytes) {
        const message = "Database returned more than the allowed response size limit";
        throw new ServiceError(400, "BadRequestException", message);
      }
      return record;
    });
    return {
      numberOfRecordsUpdated: result.command === "SELECT" ? 0 : (result.rowCount ?? 0),
      records,
      ...(request.includeResultMetadata && {
        columnMetadata: result.fields.map((field, column) => ({
          name: field.name,
          label: field.name,
          typeName: types[column]?.name,
          nullable: 2,
          precision: 0,
          scale: 0,
        })),
      }),
    };
  }

  async #batchExecute(request: z.output<typeof BatchExecuteStatement>): Promise<object> {
    // Outside of a transaction, each parameter set commits separately.
    const executor = this.#executor(request.transactionId);
    for (const parameters of request.parameterSets) await this.#query(executor, request.sql, parameters);
    if (request.parameterSets.length === 0) await this.#query(executor, request.sql, []);
    return { updateResults: request.parameterSets.map(() => ({ generatedFields: [] })) };
  }

  async #query(
    executor: Executor,
    sql: string,
    parameters: readonly SqlParameter[],
  ): Promise<pg.QueryArrayResult> {
    const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
    const types = new Map(parameters.map((parameter) => [parameter.name, postgresType(parameter)]));
    const { text, names, preparedAs } = numberedStatement(sql, types);
    const query = {
      text,
      values: names.map((name) => postgresValue(byName.get(name) ?? { name, value: { isNull: true } })),
      rowMode: "array" as const,
      types: asText,
      // Uses the extended protocol even without parameters, because it refuses several statements in one
      // call, as AWS does.
      queryMode: "extended",
    };
    // Parsing takes PostgreSQL a tenth of the time of a send. In a transaction, a statement that must be prepared
    // again would end the transaction.
    if (preparedAs === undefined || executor !== this.#pool) return executor.query(query);
    try {
      return await executor.query({ ...query, name: preparedAs });
    } catch (error) {
      if (!isOutdated(error)) throw error;
      return executor.query(query);
    }
  }

  #executor(transactionId: string | undefined): Executor {
    if (transactionId === undefined) return this.#pool;
    const transaction = this.#transaction(transactionId);
    transaction.idle.refresh();
    return transaction.client;
  }

  #transaction(id: string): Transaction {
    const transaction = this.#transactions.get(id);
    if (!transaction)
      throw new ServiceError(404, "TransactionNotFoundException", `Transaction ${id} is not found`);
    return transaction;
  }

  async #begin(): Promise<object> {
    const client = await this.#pool.connect();
    // A broken connection ends its transaction.
    client.on("error", ignore);
    await client.query("BEGIN");
    const transactionId = randomBytes(24).toString("base64url");
    const idle = setTimeout(() => void this.#abandon(transactionId), limits.transactionIdleMs);
    this.#transactions.set(transactionId, { client, idle: idle.unref() });
    return { transactionId };
  }

  async #end(transactionId: string, command: "COMMIT" | "ROLLBACK"): Promise<object> {
    const transaction = this.#transaction(transactionId);
    this.#transactions.delete(transactionId);
    clearTimeout(transaction.idle);
    try {
      await transaction.client.query(command);
      // The pool listens to the errors of idle connections.
      transaction.client.off("error", ignore);
      transaction.client.release();
    } catch (error) {
      transaction.client.release(true);
      throw error;
    }
    return { transactionStatus: command === "COMMIT" ? "Transaction Committed" : "Rollback Complete" };
  }

  /** Rolls back a transaction that its client has abandoned. The server does so itself if the connection is lost. */
  async #abandon(transactionId: string): Promise<void> {
    try {
      await this.#end(transactionId, "ROLLBACK");
    } catch (error) {
      this.#log.line(`A transaction was not rolled back: ${String(error)}`);
    }
  }

  /** The types of a result's columns. Types that a migration created meanwhile are read again. */
  async #typesOf(fields: readonly pg.FieldDef[]): Promise<PostgresType[]> {
    if (fields.some((field) => !this.#types.has(field.dataTypeID))) {
      const { rows } = await this.#pool.query<PostgresType & { oid: number }>(
        `SELECT oid::int, typname AS name, typtype = 'e' AS "isEnum" FROM pg_type`,
      );
      this.#types = new Map(rows.map(({ oid, ...type }) => [oid, type]));
    }
    return fields.map((field) => this.#types.get(field.dataTypeID) ?? unknownType);
  }
}
