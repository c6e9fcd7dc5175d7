import { describe, expect, test } from "vitest";
import * as z from "zod";
import { templateOf } from "./testing/templates.ts";

/**
 * The types of resources that hold data, or whose addresses browsers and other systems know. With each of them, the
 * properties that CloudFormation cannot change in place: it replaces the resource or refuses the update. The source is the
 * CloudFormation Template Reference.
 */
const createOnly: Readonly<Record<string, readonly string[]>> = {
  "AWS::ApiGateway::RestApi": [],
  "AWS::ApiGatewayV2::Api": ["ProtocolType"],
  "AWS::CloudFront::Distribution": [],
  "AWS::EC2::Subnet": [
    "AvailabilityZone",
    "AvailabilityZoneId",
    "CidrBlock",
    "Ipv4IpamPoolId",
    "Ipv4NetmaskLength",
    "Ipv6Native",
    "OutpostArn",
    "VpcId",
  ],
  "AWS::EC2::VPC": ["CidrBlock", "Ipv4IpamPoolId", "Ipv4NetmaskLength"],
  "AWS::KMS::Key": ["KeySpec", "KeyUsage", "MultiRegion", "Origin"],
  "AWS::RDS::DBCluster": [
    "AvailabilityZones",
    "ClusterScalabilityType",
    "DBClusterIdentifier",
    "DBSubnetGroupName",
    "DBSystemId",
    "DatabaseName",
    "Engine",
    "EngineMode",
    "KmsKeyId",
    "MasterUsername",
    "PubliclyAccessible",
    "RestoreToTime",
    "RestoreType",
    "SnapshotIdentifier",
    "SourceDBClusterIdentifier",
    "SourceRegion",
    "StorageEncrypted",
    "UseLatestRestorableTime",
  ],
  "AWS::RDS::DBInstance": [
    "AvailabilityZone",
    "DBClusterIdentifier",
    "DBInstanceIdentifier",
    "DBSubnetGroupName",
    "Engine",
    "KmsKeyId",
    "StorageEncrypted",
  ],
  "AWS::RDS::DBSubnetGroup": ["DBSubnetGroupName"],
  "AWS::S3::Bucket": ["BucketName"],
  "AWS::SES::EmailIdentity": ["EmailIdentity"],
  "AWS::SQS::Queue": ["FifoQueue", "QueueName"],
  "AWS::SecretsManager::Secret": ["Name"],
};

const subnet = (zone: number, CidrBlock: string) => ({
  AvailabilityZone: { "Fn::Select": [zone, { "Fn::GetAZs": "" }] },
  CidrBlock,
  VpcId: { Ref: "DatabaseNetworkCA0E2183" },
});
const signingKey = { KeySpec: "ECC_NIST_P256", KeyUsage: "SIGN_VERIFY" };
const databaseInstance = {
  DBClusterIdentifier: { Ref: "DatabaseCluster5B53A178" },
  Engine: "aurora-postgresql",
};

/**
 * The logical ids of the released resources, with the values of these properties. CloudFormation replaces a resource whose
 * logical id changes.
 */
const released = {
  data: {
    DatabaseNetworkCA0E2183: { CidrBlock: "10.0.0.0/16" },
    DatabaseNetworkdatabaseSubnet1Subnet661F1253: subnet(0, "10.0.0.0/26"),
    DatabaseNetworkdatabaseSubnet2Subnet607E113E: subnet(1, "10.0.0.64/26"),
    DatabaseClusterSubnets5540150D: {},
    DatabaseCluster5B53A178: {
      DBSubnetGroupName: { Ref: "DatabaseClusterSubnets5540150D" },
      DatabaseName: "chatflow",
      Engine: "aurora-postgresql",
      MasterUsername: "chatflow",
      StorageEncrypted: true,
    },
    DatabaseClusterWriterD43085C6: databaseInstance,
    UploadsBucketC4B27CC7: {},
    SigningKeysKey1Key3B182E2E: signingKey,
    PushKeyE7C938D7: signingKey,
  },
  application: {
    DeliveryQueueFailuresCDF10A7A: {},
    DeliveryQueueJobs4D71EC43: {},
    WebPushQueueFailuresC908E7FA: {},
    WebPushQueueJobs51DCE257: {},
    LinkPreviewsQueueFailures19E34AF0: {},
    LinkPreviewsQueueJobs041AA76B: {},
    ReadsQueueFailuresE88E6D98: {},
    ReadsQueueJobsA6B86E2F: {},
    MailQueueFailures85FB9C19: {},
    MailQueueJobs58D7870A: {},
    MailSender3CE0A474: { EmailIdentity: "chat@example.com" },
    EdgeKeysSecret14D155FCD: {},
    RestApi135E9C73: {},
    WebSocketApi2C7AF84E: { ProtocolType: "WEBSOCKET" },
    SiteFiles975A43CF: {},
    SiteDistribution390DED28: {},
  },
};

/** The resources that only the data stack of the `scale` profile has. */
const releasedForScale = {
  DatabaseNetworkfunctionsSubnet1Subnet5176F6EC: subnet(0, "10.0.16.0/20"),
  DatabaseNetworkfunctionsSubnet2Subnet3C9365E3: subnet(1, "10.0.32.0/20"),
  DatabaseNetworkoutSubnet1Subnet29303634: subnet(0, "10.0.48.0/28"),
  DatabaseNetworkoutSubnet2Subnet5BC9A2FA: subnet(1, "10.0.48.16/28"),
  DatabaseClusterReader1D8B76102: databaseInstance,
  DatabaseClusterReader26C65DE14: databaseInstance,
};

const Resources = z.record(
  z.string(),
  z.object({ Properties: z.record(z.string(), z.unknown()).optional() }),
);

describe.each(["dev", "prod", "scale"] as const)("An update of the %s profile", (profile) => {
  // A new stateful resource fails this test until it has a line above.
  test.each(["data", "application"] as const)("replaces no stateful resource of the %s stack", (stack) => {
    const template = templateOf(profile, stack);
    const found = Object.entries(createOnly).flatMap(([type, names]) =>
      Object.entries(Resources.parse(template.findResources(type))).map(([id, { Properties = {} }]) => [
        id,
        Object.fromEntries(Object.entries(Properties).filter(([name]) => names.includes(name))),
      ]),
    );
    expect(Object.fromEntries(found)).toEqual({
      ...released[stack],
      ...(profile === "scale" && stack === "data" && releasedForScale),
    });
  });
});
