import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { queueConcurrency } from "../application/queue-concurrency.ts";
import type { Configuration } from "../configuration.ts";
import type { Finding } from "./finding.ts";

/** The concurrency that Lambda keeps unreserved in every account. */
const unreserved = 100;

/** About 200 requests per second, or 1,000 people online, need this concurrency. */
const comfortable = 50;

/**
 * Checks Lambda's concurrency, which is 10 in many new accounts: whether it can be reserved, and whether the jobs of all
 * queues can take it away from the requests.
 */
export async function checkConcurrency(region: string, configuration: Configuration): Promise<Finding[]> {
  const reserved = configuration.reserveConcurrency ? configuration.profile.concurrency : undefined;
  const jobs = queueConcurrency(configuration);
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
  if (limit < jobs) {
    const detail = `${limit}, but the jobs of all queues can take ${jobs}`;
    const remedy =
      "Request more (Service Quotas, Lambda, Concurrent executions), or deploy with -c deliveryConcurrency=2.";
    return [{ subject, verdict: "warning", detail, remedy }];
  }
  if (limit < comfortable) {
    const remedy =
      "Request more before many people use ChatFlow (Service Quotas, Lambda, Concurrent executions).";
    return [{ subject, verdict: "warning", detail: `${limit}`, remedy }];
  }
  return [{ subject, verdict: "ok", detail: `${limit}` }];
}
