import { webSocketLimits } from "../../contract/limits.ts";

/** Waits for an integration as long as API Gateway does, 29 seconds in both APIs; the function may go on. */
export async function withIntegrationTimeout<T>(invocation: Promise<T>): Promise<T | "timed out"> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<"timed out">((resolve) => {
    timer = setTimeout(() => resolve("timed out"), webSocketLimits.integrationMs);
  });
  return Promise.race([invocation, timeout]).finally(() => clearTimeout(timer));
}
