import type { Database } from "./database.ts";
import type { DatabaseSettings } from "./settings.ts";

/**
 * Prepares the connections of a function instance. The first statement opens them. The settings select the Data API, or
 * RDS Proxy with a writer and readers, and only the code of the selected one loads.
 *
 * @param answerMs  milliseconds after which a statement's answer counts as lost. The Data API itself ends a statement
 *   after 45 seconds, which is too long for a request.
 * @example
 * const db = await connect<Schema>(databaseSettings());
 * await db.repeatable.selectFrom("users").selectAll().execute();
 */
export async function connect<Tables>(
  settings: DatabaseSettings,
  answerMs = 10_000,
): Promise<Database<Tables>> {
  if ("DATABASE_ENDPOINT" in settings) {
    return (await import("./pooled/pooled.ts")).connectPooled<Tables>(settings, answerMs);
  }
  return (await import("./data-api/data-api.ts")).connectDataApi<Tables>(settings, answerMs);
}
