import { PostgresAdapter } from "kysely";

/**
 * Kysely's adapter without its lock around migrations, which belongs to a session: over the Data API and through RDS
 * Proxy one statement after the other may be in another session, and such a lock would stay with whichever took it.
 * `functions/handlers/migrate` holds one that belongs to a transaction.
 */
export class Adapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}
