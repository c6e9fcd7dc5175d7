import {
  DescribeAddressesCommand,
  EC2Client,
  paginateDescribeVpcs,
  type Tag,
  type Vpc,
} from "@aws-sdk/client-ec2";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { dataStackName } from "../data/data-stack.ts";
import type { Profile } from "../profiles.ts";
import type { Finding } from "./finding.ts";
import { type Quota, quotaOf } from "./quota-of.ts";

/** A resource of EC2, as far as the doctor looks at it. */
interface Existing {
  readonly Tags?: readonly Tag[] | undefined;
}

/** A resource of the network, of which an account has few per region. */
interface Scarce {
  readonly subject: string;
  readonly quota: Quota;
  /** The part of the Service Quotas console that has the quota. */
  readonly console: string;
  /** The number that the deployment needs. */
  readonly needed: number;
  readonly list: (ec2: EC2Client) => Promise<readonly Existing[]>;
}

const vpcs: Scarce = {
  subject: "VPCs",
  quota: { service: "vpc", code: "L-F678F1CE" },
  console: "Amazon Virtual Private Cloud (Amazon VPC)",
  needed: 1,
  list: async (client) => {
    const found: Vpc[] = [];
    for await (const { Vpcs = [] } of paginateDescribeVpcs({ client }, {})) found.push(...Vpcs);
    return found;
  },
};

const elasticIps: Omit<Scarce, "needed"> = {
  subject: "Elastic IPs",
  quota: { service: "ec2", code: "L-0263D0A3" },
  console: "Amazon Elastic Compute Cloud (Amazon EC2)",
  list: async (ec2) => (await ec2.send(new DescribeAddressesCommand({}))).Addresses ?? [],
};

/** Whether an earlier deployment created a resource. Its name begins with that of its stack. */
const isOwn = ({ Tags = [] }: Existing): boolean =>
  Tags.some(({ Value }) => Value === dataStackName || Value?.startsWith(`${dataStackName}/`));

async function check(region: string, { subject, quota, console, needed, list }: Scarce): Promise<Finding> {
  const [existing, limit] = await Promise.all([
    list(new EC2Client({ region })),
    quotaOf(new ServiceQuotasClient({ region }), quota),
  ]);
  const others = existing.filter((resource) => !isOwn(resource)).length;
  const state = `${others} of ${limit} in use by others`;
  if (others + needed <= limit) return { subject, verdict: "ok", detail: `${state}, ${needed} needed` };
  return {
    subject,
    verdict: "problem",
    detail: `${state}, but ChatFlow needs ${needed}`,
    remedy: `Release some, choose another region, or request more (Service Quotas, ${console}, ${quota.code}).`,
  };
}

/** Checks that the region has room for the network: AWS allows five VPCs and five Elastic IPs by default. */
export async function checkNetwork(region: string, pool: Profile["pool"]): Promise<Finding[]> {
  // Each NAT gateway has an Elastic IP.
  const scarce = pool ? [vpcs, { ...elasticIps, needed: pool.natGateways }] : [vpcs];
  return Promise.all(scarce.map((each) => check(region, each)));
}
