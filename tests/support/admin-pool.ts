import pg from "pg";

/** Opens connections to a stack's database as its owner. */
export function adminPool(databaseUrl: string, max = 10): pg.Pool {
  const pool = new pg.Pool({ connectionString: databaseUrl, max });
  // A database that stops may end a connection that is idle or closing. Without a listener, this would end the worker.
  // Statements report a broken connection.
  pool.on("error", () => undefined);
  return pool;
}
