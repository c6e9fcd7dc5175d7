import { webSocketLimits } from "../../contract/limits.ts";

/** Waits for an integration up to API Gateway's limit of 29 seconds. The function may continue. */
export async function withIntegrationTimeout<T>(invocation: Promise<T>): Promise<T | "timed out"> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<"timed out">((resolve) => {
    timer = setTimeout(() => resolve("timed out"), webSocketLimits.integrationMs);
  });
  return Promise.race([invocation, timeout]).finally(() => clearTimeout(timer));
}
