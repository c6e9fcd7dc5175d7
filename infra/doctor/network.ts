import {
  DescribeAddressesCommand,
  DescribeAvailabilityZonesCommand,
  EC2Client,
  paginateDescribeNatGateways,
  paginateDescribeSubnets,
  paginateDescribeVpcs,
  type Tag,
} from "@aws-sdk/client-ec2";
import { ServiceQuotasClient } from "@aws-sdk/client-service-quotas";
import { dataStackName } from "../data/data-stack.ts";
import { Network } from "../data/network.ts";
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

/** Collects the resources of all pages of an answer. */
async function allOf<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  for await (const page of pages) found.push(...(itemsOf(page) ?? []));
  return found;
}

const vpcs: Scarce = {
  subject: "VPCs",
  quota: { service: "vpc", code: "L-F678F1CE" },
  console: "Amazon Virtual Private Cloud (Amazon VPC)",
  needed: 1,
  list: (client) => allOf(paginateDescribeVpcs({ client }, {}), ({ Vpcs }) => Vpcs),
};

const elasticIps: Omit<Scarce, "needed"> = {
  subject: "Elastic IPs",
  quota: { service: "ec2", code: "L-0263D0A3" },
  console: "Amazon Elastic Compute Cloud (Amazon EC2)",
  list: async (ec2) => (await ec2.send(new DescribeAddressesCommand({}))).Addresses ?? [],
};

/** The zones in which the network has subnets: the first ones by name, like those of `Fn::GetAZs`. */
async function zonesOfNetwork(ec2: EC2Client): Promise<string[]> {
  const { AvailabilityZones = [] } = await ec2.send(
    new DescribeAvailabilityZonesCommand({ Filters: [{ Name: "zone-type", Values: ["availability-zone"] }] }),
  );
  return AvailabilityZones.flatMap(({ ZoneName }) => ZoneName ?? [])
    .sort()
    .slice(0, Network.zones);
}

async function subnetsIn(client: EC2Client, zone: string): Promise<ReadonlySet<string>> {
  const Filters = [{ Name: "availability-zone", Values: [zone] }];
  const subnets = await allOf(paginateDescribeSubnets({ client }, { Filters }), ({ Subnets }) => Subnets);
  return new Set(subnets.flatMap(({ SubnetId }) => SubnetId ?? []));
}

/** A NAT gateway is in the zone of its subnet. Those in the fullest zone of the network decide. */
const natGateways: Scarce = {
  subject: "NAT gateways in one zone",
  quota: { service: "vpc", code: "L-FE5A380F" },
  console: "Amazon Virtual Private Cloud (Amazon VPC)",
  needed: 1,
  list: async (client) => {
    // A gateway counts until AWS has deleted it.
    const Filter = [{ Name: "state", Values: ["pending", "available", "deleting"] }];
    const pages = paginateDescribeNatGateways({ client }, { Filter });
    const found = await allOf(pages, ({ NatGateways }) => NatGateways);
    const zones = await zonesOfNetwork(client);
    const subnets = await Promise.all(zones.map((zone) => subnetsIn(client, zone)));
    const others = found.filter((gateway) => !isOwn(gateway));
    const inZones = subnets.map((ids) => others.filter(({ SubnetId = "" }) => ids.has(SubnetId)));
    return inZones.sort((a, b) => b.length - a.length)[0] ?? [];
  },
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

/**
 * Checks that the region has room for the network: AWS allows five VPCs, five Elastic IPs, and five NAT gateways per zone
 * by default.
 */
export async function checkNetwork(region: string, pool: Profile["pool"]): Promise<Finding[]> {
  // Each NAT gateway has an Elastic IP.
  const scarce = pool ? [vpcs, { ...elasticIps, needed: pool.natGateways }, natGateways] : [vpcs];
  return Promise.all(scarce.map((each) => check(region, each)));
}
