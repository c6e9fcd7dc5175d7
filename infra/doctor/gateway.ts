import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { gatewayCalls, type Limit, newConnections } from "../estimates/capacity.ts";
import type { Finding } from "./finding.ts";
import { quotaOf } from "./quota-of.ts";

/** The quotas of API Gateway that grow with the number of people online. */
const quotas: readonly (readonly [code: string, name: string, limit: Limit])[] = [
  ["L-8A5B8E43", "API Gateway requests per second", gatewayCalls],
  ["L-9ED1E49A", "API Gateway new WebSocket connections per second", newConnections],
];

/** Checks the quotas of API Gateway, which are lower in some regions and in new accounts. */
export async function checkGateway(region: string, online: number): Promise<Finding[]> {
  const client = new ServiceQuotasClient({ region });
  return Promise.all(
    quotas.map(async ([code, subject, { need }]): Promise<Finding> => {
      const quota = await quotaOf(client, { service: "apigateway", code });
      const people = online.toLocaleString("en-US");
      if (quota >= need(online)) {
        return { subject, verdict: "ok", detail: `${quota}, enough for ${people} people online` };
      }
      const detail = `${quota}, but ${people} people online need ${Math.ceil(need(online))}`;
      const remedy = `Request more before as many people use ChatFlow (Service Quotas, Amazon API Gateway, ${code}).`;
      return { subject, verdict: "warning", detail, remedy };
    }),
  );
}
