import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseConfiguration } from "../configuration.ts";
import { examine } from "./examine.ts";
import type { ResolveNs } from "./zone.ts";

/** An answer of AWS: a status and a body in the service's own protocol. */
type Recorded = readonly [status: number, body: object | string];

const identity = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::111122223333:user/deployer</Arn><UserId>AIDA</UserId><Account>111122223333</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

const orderable = (options: string) =>
  `<DescribeOrderableDBInstanceOptionsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
<DescribeOrderableDBInstanceOptionsResult><OrderableDBInstanceOptions>${options}</OrderableDBInstanceOptions>
</DescribeOrderableDBInstanceOptionsResult></DescribeOrderableDBInstanceOptionsResponse>`;

const engineVersions = (status: string) =>
  `<DescribeDBEngineVersionsResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBEngineVersionsResult>
<DBEngineVersions><DBEngineVersion><EngineVersion>18.6</EngineVersion><Status>${status}</Status></DBEngineVersion></DBEngineVersions>
</DescribeDBEngineVersionsResult></DescribeDBEngineVersionsResponse>`;

const resources =
  (operation: string, set: string) =>
  (...names: string[]) => {
    const items = names.map(
      (name) => `<item><tagSet><item><key>Name</key><value>${name}</value></item></tagSet></item>`,
    );
    return `<${operation}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><${set}>${items.join("")}</${set}></${operation}Response>`;
  };
const vpcs = resources("DescribeVpcs", "vpcSet");
const addresses = resources("DescribeAddresses", "addressesSet");

const zones = (...names: string[]) =>
  `<DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><availabilityZoneInfo>${names
    .map((name) => `<item><zoneName>${name}</zoneName></item>`)
    .join("")}</availabilityZoneInfo></DescribeAvailabilityZonesResponse>`;

/** NAT gateways, each in the subnet of this id. */
const natGateways = (...subnets: string[]) =>
  `<DescribeNatGatewaysResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><natGatewaySet>${subnets
    .map((subnet) => `<item><subnetId>${subnet}</subnetId></item>`)
    .join("")}</natGatewaySet></DescribeNatGatewaysResponse>`;

/** The subnet of a zone that ends in `a` is `subnet-a`. */
const subnetOf = (zone: string) =>
  `<DescribeSubnetsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><subnetSet><item><subnetId>subnet-${zone.at(-1)}</subnetId></item></subnetSet></DescribeSubnetsResponse>`;

const nameServers = ["ns-1.awsdns-01.org", "ns-2.awsdns-02.com"];

const zone = (name: string, isPrivate = false) =>
  `<GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZone><Id>/hostedzone/Z1</Id>
<Name>${name}</Name><Config><PrivateZone>${isPrivate}</PrivateZone></Config></HostedZone>
<DelegationSet><NameServers>${nameServers.map((server) => `<NameServer>${server}</NameServer>`).join("")}</NameServers></DelegationSet>
</GetHostedZoneResponse>`;

/** An account in which everything is ready. */
const ready: Readonly<Record<string, Recorded>> = {
  GetCallerIdentity: [200, identity],
  "AmazonSSM.GetParameter": [200, { Parameter: { Name: "/cdk-bootstrap/hnb659fds/version", Value: "28" } }],
  "/2016-08-19/account-settings": [200, { AccountLimit: { ConcurrentExecutions: 1_000 } }],
  "/v2/email/account": [
    200,
    { ProductionAccessEnabled: true, SendingEnabled: true, SendQuota: { Max24HourSend: 50_000 } },
  ],
  "/v2/email/identities": [404, { __type: "NotFoundException", message: "Email identity does not exist." }],
  "ServiceQuotasV20190624.GetServiceQuota": [200, { Quota: { Value: 10_000 } }],
  DescribeDBEngineVersions: [200, engineVersions("available")],
  DescribeOrderableDBInstanceOptions: [
    200,
    orderable(
      "<OrderableDBInstanceOption><DBInstanceClass>db.serverless</DBInstanceClass></OrderableDBInstanceOption>",
    ),
  ],
  DescribeVpcs: [200, vpcs("default")],
  DescribeAddresses: [200, addresses()],
  DescribeNatGateways: [200, natGateways()],
  DescribeAvailabilityZones: [200, zones("eu-central-1a", "eu-central-1b")],
  "/2013-04-01/hostedzone/Z1": [200, zone("example.com.")],
  "CertificateManager.DescribeCertificate": [
    200,
    { Certificate: { Status: "ISSUED", DomainName: "*.example.com", SubjectAlternativeNames: [] } },
  ],
};

/** The DNS, as this machine sees it. */
let resolveNs: ResolveNs;
let server: Server;
let recorded: Record<string, Recorded>;

/** Serves recorded answers to the real AWS clients, by operation. */
beforeEach(async () => {
  recorded = { ...ready };
  resolveNs = async () => nameServers;
  server = createServer(async (request, response) => {
    const body = String(Buffer.concat(await request.toArray()));
    const operation =
      request.headers["x-amz-target"] ??
      /Action=(\w+)/.exec(body)?.[1] ??
      request.url?.replace(/(identities).*|\/$/, "$1");
    const zone = /Value.1=([\w-]+)/.exec(body)?.[1] ?? "";
    if (operation === "DescribeSubnets") recorded.DescribeSubnets = [200, subnetOf(zone)];
    const [status, answer] = recorded[String(operation)] ?? [400, { __type: `Unrecorded ${operation}` }];
    const headers =
      typeof answer === "string"
        ? { "content-type": "text/xml" }
        : {
            "content-type": "application/json",
            ...("__type" in answer && { "x-amzn-errortype": String(answer.__type) }),
          };
    response.writeHead(status, headers).end(typeof answer === "string" ? answer : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${port}`);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "recorded");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "recorded");
  vi.stubEnv("AWS_MAX_ATTEMPTS", "1");
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  vi.unstubAllEnvs();
});

const certificateArn = "arn:aws:acm:us-east-1:111122223333:certificate/1";
const settings = {
  profile: "prod",
  mailFrom: "chat@example.com",
  domain: { name: "chat.example.com", certificateArn },
};

const findingsOf = (context: Record<string, unknown> = {}, region = "eu-central-1") =>
  examine(parseConfiguration({ ...settings, ...context }), region, resolveNs);

/** The findings that are not in order, each with a remedy. */
async function complaints(context?: Record<string, unknown>): Promise<string[]> {
  const findings = (await findingsOf(context)).filter(({ verdict }) => verdict !== "ok");
  for (const { subject, remedy } of findings)
    expect({ subject, remedy }).toEqual({ subject, remedy: expect.any(String) });
  return findings.map(({ verdict, subject, detail }) => `${verdict}: ${subject}: ${detail}`);
}

describe("The doctor", () => {
  test("finds nothing to do in an account that is ready", async () => {
    expect(await complaints()).toEqual([]);
    expect((await findingsOf()).map(({ subject }) => subject)).toEqual(
      expect.arrayContaining(["CDK bootstrap in eu-central-1", "CDK bootstrap in us-east-1", "SES identity"]),
    );
  });

  test("stops at credentials that do not work", async () => {
    recorded.GetCallerIdentity = [
      403,
      "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>",
    ];
    expect(await complaints()).toEqual(["problem: Credentials: ExpiredToken"]);
  });

  test("asks for the bootstrap in both regions", async () => {
    recorded["AmazonSSM.GetParameter"] = [400, { __type: "ParameterNotFound" }];
    expect(await complaints()).toEqual([
      "problem: CDK bootstrap in eu-central-1: missing",
      "problem: CDK bootstrap in us-east-1: missing",
    ]);
  });

  test("warns of a new account's concurrency, which fails only if it should be reserved", async () => {
    recorded["/2016-08-19/account-settings"] = [200, { AccountLimit: { ConcurrentExecutions: 10 } }];
    expect(await complaints()).toEqual(["warning: Lambda concurrency: 10"]);
    expect(await complaints({ reserveConcurrency: true })).toEqual([
      "problem: Lambda concurrency: 10, but reserveConcurrency needs 800",
    ]);
  });

  test("warns of a concurrency that jobs alone can use up", async () => {
    recorded["/2016-08-19/account-settings"] = [200, { AccountLimit: { ConcurrentExecutions: 10 } }];
    const inScale = async (context: Record<string, unknown>) =>
      (await complaints({ profile: "scale", ...context })).filter((line) => /Lambda/.test(line));
    expect(await inScale({})).toEqual([
      "warning: Lambda concurrency: 10, but the jobs of all queues can take 28",
    ]);
    expect(await inScale({ deliveryConcurrency: 2 })).toEqual(["warning: Lambda concurrency: 10"]);
  });

  test("warns of SES's sandbox, and of an identity that exists already", async () => {
    recorded["/v2/email/account"] = [200, { ProductionAccessEnabled: false, SendingEnabled: true }];
    recorded["/v2/email/identities"] = [200, { VerifiedForSendingStatus: true }];
    expect(await complaints()).toEqual([
      "warning: SES: in the sandbox: it sends to verified recipients only",
      "warning: SES identity: chat@example.com is verified, example.com is verified; creating one that exists fails",
    ]);
    expect(await complaints({ mailIdentity: "existing" })).toEqual([
      "warning: SES: in the sandbox: it sends to verified recipients only",
    ]);
  });

  test("finds a region without this version of Aurora", async () => {
    recorded.DescribeOrderableDBInstanceOptions = [200, orderable("")];
    expect(await complaints()).toEqual([
      expect.stringMatching(
        /^problem: Aurora PostgreSQL [\d.]+ in eu-central-1: not available as Serverless v2$/,
      ),
    ]);
  });

  test("warns of a major version that AWS will retire", async () => {
    recorded.DescribeDBEngineVersions = [200, engineVersions("deprecated")];
    expect(await complaints()).toEqual([
      "warning: Aurora PostgreSQL 18 in eu-central-1: 18.6 is available as Serverless v2, but deprecated",
    ]);
  });

  test("warns of quotas of API Gateway that are too low for the profile", async () => {
    recorded["ServiceQuotasV20190624.GetServiceQuota"] = [200, { Quota: { Value: 10 } }];
    expect(await complaints()).toEqual([
      expect.stringMatching(
        /^warning: API Gateway requests per second: 10, but 1,000 people online need \d+$/,
      ),
      expect.stringMatching(
        /^warning: API Gateway new WebSocket connections per second: 10, but 1,000 people online need \d+$/,
      ),
    ]);
  });

  test("uses AWS's default for a quota without a value in the account", async () => {
    recorded["ServiceQuotasV20190624.GetServiceQuota"] = [400, { __type: "NoSuchResourceException" }];
    recorded["ServiceQuotasV20190624.GetAWSDefaultServiceQuota"] = [200, { Quota: { Value: 2_000 } }];
    expect(await complaints()).toEqual([]);
    expect(await complaints({ profile: "scale" })).toContainEqual(
      expect.stringMatching(/^warning: API Gateway requests per second: 2000, but 10,000 people online need/),
    );
  });

  test("finds a certificate that is not issued, or for another domain", async () => {
    recorded["CertificateManager.DescribeCertificate"] = [
      200,
      { Certificate: { Status: "PENDING_VALIDATION", DomainName: "chat.example.com" } },
    ];
    expect(await complaints()).toEqual(["problem: Certificate for chat.example.com: PENDING_VALIDATION"]);
    recorded["CertificateManager.DescribeCertificate"] = [
      200,
      { Certificate: { Status: "ISSUED", DomainName: "example.org" } },
    ];
    expect(await complaints()).toEqual(["problem: Certificate for chat.example.com: only for example.org"]);
  });

  test("finds a region without room for a network, or for the Elastic IPs of its NAT gateways", async () => {
    recorded["ServiceQuotasV20190624.GetServiceQuota"] = [400, { __type: "NoSuchResourceException" }];
    recorded["ServiceQuotasV20190624.GetAWSDefaultServiceQuota"] = [200, { Quota: { Value: 5 } }];
    recorded.DescribeVpcs = [200, vpcs("a", "b", "c", "d", "e")];
    recorded.DescribeAddresses = [200, addresses("a", "b", "c", "d")];
    const inNetwork = async (context: Record<string, unknown>) =>
      (await complaints(context)).filter((line) => /VPCs|Elastic IPs/.test(line));
    const noVpc = "problem: VPCs: 5 of 5 in use by others, but ChatFlow needs 1";
    expect(await inNetwork({})).toEqual([noVpc]);
    expect(await inNetwork({ profile: "scale" })).toEqual([
      noVpc,
      "problem: Elastic IPs: 4 of 5 in use by others, but ChatFlow needs 2",
    ]);
  });

  test("counts the NAT gateways of the zone that has most of them, among the network's", async () => {
    recorded["ServiceQuotasV20190624.GetServiceQuota"] = [200, { Quota: { Value: 5 } }];
    recorded.DescribeAvailabilityZones = [200, zones("eu-central-1c", "eu-central-1b", "eu-central-1a")];
    const inScale = async () => (await complaints({ profile: "scale" })).filter((line) => /NAT/.test(line));
    recorded.DescribeNatGateways = [200, natGateways(...Array<string>(5).fill("subnet-c"), "subnet-b")];
    expect(await inScale()).toEqual([]);
    recorded.DescribeNatGateways = [200, natGateways(...Array<string>(5).fill("subnet-b"), "subnet-a")];
    expect(await inScale()).toEqual([
      "problem: NAT gateways in one zone: 5 of 5 in use by others, but ChatFlow needs 1",
    ]);
    expect(await complaints({ profile: "prod" })).not.toContainEqual(expect.stringContaining("NAT"));
  });

  test("does not look at networks before a deployment to an emulator, which creates none", async () => {
    const networks = async (context: Record<string, unknown>) =>
      (await findingsOf(context)).filter(({ subject }) => /VPC|Elastic IP|Network/.test(subject));
    expect(await networks({})).not.toEqual([]);
    const applicationOnly = {
      databaseArn: "arn:aws:rds:eu-central-1:111122223333:cluster:chat",
      databaseSecretArn: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:chat",
      siteUrl: "http://localhost:8080",
      managementEndpoint: "http://localhost:4566",
    };
    expect(await networks({ applicationOnly })).toEqual([]);
  });

  test("does not count the network of an earlier deployment", async () => {
    recorded["ServiceQuotasV20190624.GetServiceQuota"] = [200, { Quota: { Value: 5 } }];
    recorded.DescribeVpcs = [200, vpcs("a", "b", "c", "d", "ChatFlow-Data/Database/Network")];
    const own = ["outSubnet1", "outSubnet2"].map((subnet) => `ChatFlow-Data/Database/Network/${subnet}`);
    recorded.DescribeAddresses = [200, addresses("a", "b", "c", ...own)];
    const subjects = (await complaints({ profile: "scale" })).filter((line) => /VPCs|Elastic IPs/.test(line));
    expect(subjects).toEqual([]);
  });

  test("finds a hosted zone that is missing, private, for another domain, or not the one to which the DNS refers", async () => {
    const inZone = (zoneName = "example.com") =>
      complaints({ domain: { name: "chat.example.com", hostedZone: { hostedZoneId: "Z1", zoneName } } });
    const path = "/2013-04-01/hostedzone/Z1";
    expect(await inZone()).toEqual([]);
    resolveNs = async () => ["ns1.registrar.example"];
    expect(await inZone()).toEqual(["problem: Hosted zone Z1: the DNS refers to ns1.registrar.example"]);
    const failure = (code: string) => Promise.reject(Object.assign(new Error("queryNs"), { code }));
    // The servers of a zone that was deleted and created again refuse to answer.
    for (const code of ["ENOTFOUND", "ENODATA", "ESERVFAIL", "EREFUSED"]) {
      resolveNs = () => failure(code);
      expect(await inZone()).toEqual(["problem: Hosted zone Z1: the DNS refers to no name servers"]);
    }
    // Without a DNS, the doctor does not know.
    resolveNs = () => failure("ETIMEOUT");
    expect(await inZone()).toEqual(["warning: Hosted zone: Error: queryNs"]);
    resolveNs = async () => nameServers;
    expect(await inZone("example.org")).toEqual([
      "problem: Hosted zone Z1: chat.example.com is not in example.org",
    ]);
    recorded[path] = [200, zone("example.com.", true)];
    expect(await inZone()).toEqual(["problem: Hosted zone Z1: private"]);
    recorded[path] = [200, zone("example.org.")];
    expect(await inZone()).toEqual(["problem: Hosted zone Z1: for example.org, not example.com"]);
    recorded[path] = [
      404,
      "<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>No</Message></Error></ErrorResponse>",
    ];
    expect(await inZone()).toEqual(["problem: Hosted zone Z1: does not exist in this account"]);
  });

  test("reports a check that the credentials do not allow, and continues", async () => {
    recorded["/2016-08-19/account-settings"] = [403, { __type: "AccessDeniedException", message: "no" }];
    expect(await complaints()).toEqual(["warning: Lambda concurrency: AccessDeniedException: no"]);
  });
});
