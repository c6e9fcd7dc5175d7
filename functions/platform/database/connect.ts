import type { Database } from "./database.ts";
import type { DatabaseSettings } from "./settings.ts";

/**
 * Connects once per function instance; nothing is sent before the first statement. The kind of connection is loaded
 * when it is known which one it is: by the Data API, or through RDS Proxy to a writer and readers.
 * @param answerMs  how long a statement may take before its answer counts as lost; the Data API itself ends one after
 *   45 seconds, which nobody waits for
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
