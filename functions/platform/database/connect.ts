import type { Database } from "./database.ts";
import type { ConnectOptions, DatabaseSettings } from "./settings.ts";

/**
 * Prepares the connections of a function instance. The first statement opens them. The settings select the Data API, or
 * RDS Proxy with a writer and readers, and only the code of the selected one loads.
 *
 * @example
 * const db = await connect<Schema>(databaseSettings(), { caller: "gateway" });
 * await db.repeatable.selectFrom("users").select(["id", "username"]).execute();
 */
export async function connect<Tables>(
  settings: DatabaseSettings,
  { caller, answerMs = 10_000 }: ConnectOptions,
): Promise<Database<Tables>> {
  if ("DATABASE_ENDPOINT" in settings) {
    return (await import("./pooled/pooled.ts")).connectPooled<Tables>(settings, { caller, answerMs });
  }
  return (await import("./data-api/data-api.ts")).connectDataApi<Tables>(settings, { caller, answerMs });
}
