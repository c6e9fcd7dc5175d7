import { PostgresAdapter } from "kysely";

/**
 * Kysely's adapter without its migration lock. That lock belongs to a session, but over the Data API and through RDS
 * Proxy each statement may run in another session, which would keep the lock. `functions/handlers/migrate` holds a lock
 * that belongs to a transaction instead.
 */
export class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
