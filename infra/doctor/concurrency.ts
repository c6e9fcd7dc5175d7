import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import type { Profile } from "../profiles.ts";
import type { Finding } from "./finding.ts";

/** The concurrency that Lambda keeps unreserved in every account. */
const unreserved = 100;

/** About 200 requests per second, or 1,000 people online, need this concurrency. */
const comfortable = 50;

/** Checks Lambda's concurrency, which is 10 in many new accounts. */
export async function checkConcurrency(
  region: string,
  reserved: Profile["concurrency"] | undefined,
): Promise<Finding[]> {
  const subject = "Lambda concurrency";
  const { AccountLimit } = await new LambdaClient({ region }).send(new GetAccountSettingsCommand({}));
  const limit = AccountLimit?.ConcurrentExecutions ?? 0;
  const need = reserved ? Object.values(reserved).reduce((sum, each) => sum + each, unreserved) : 0;
  if (limit < need) {
    const detail = `${limit}, but reserveConcurrency needs ${need}`;
    const remedy =
      "Request more (Service Quotas, Lambda, Concurrent executions), or deploy without reserveConcurrency.";
    return [{ subject, verdict: "problem", detail, remedy }];
  }
  if (limit < comfortable) {
    const remedy =
      "Request more before many people use ChatFlow (Service Quotas, Lambda, Concurrent executions).";
    return [{ subject, verdict: "warning", detail: `${limit}`, remedy }];
  }
  return [{ subject, verdict: "ok", detail: `${limit}` }];
}
