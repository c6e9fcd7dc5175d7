/** No connection could be had, and so nothing ran. */
export class NotConnected extends Error {
  override readonly name = "NotConnected";
  constructor(cause: unknown) {
    super("No connection to the database", { cause });
  }
}

/** The connection ended, or the answer did not come in time: nobody knows whether the statement ran. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
  constructor(cause: unknown) {
    super("The connection to the database was lost", { cause });
  }
}
