import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  type ServiceQuotasClient,
} from "@aws-sdk/client-service-quotas";
import { errorName } from "./finding.ts";

/** A quota, as Service Quotas names it. */
export interface Quota {
  /** Such as `apigateway`. */
  readonly service: string;
  /** Such as `L-8A5B8E43`. */
  readonly code: string;
}

/** Returns a quota of the account, or AWS's default if the account has no value of its own. */
export async function quotaOf(client: ServiceQuotasClient, { service, code }: Quota): Promise<number> {
  const input = { ServiceCode: service, QuotaCode: code };
  try {
    return (await client.send(new GetServiceQuotaCommand(input))).Quota?.Value ?? 0;
  } catch (error) {
    if (errorName(error) !== "NoSuchResourceException") throw error;
    return (await client.send(new GetAWSDefaultServiceQuotaCommand(input))).Quota?.Value ?? 0;
  }
}
