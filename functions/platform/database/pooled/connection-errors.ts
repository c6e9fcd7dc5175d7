/** No connection could be opened, so the statement did not run. */
export class NotConnected extends Error {
  override readonly name = "NotConnected";
  constructor(cause: unknown) {
    super("No connection to the database", { cause });
  }
}

/** The connection ended, or the answer took too long. The statement may have run. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  constructor(cause: unknown) {
    super("The connection to the database was lost", { cause });
  }
}
