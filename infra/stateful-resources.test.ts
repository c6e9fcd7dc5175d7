import { describe, expect, test } from "vitest";
import { templateOf } from "./testing/templates.ts";

/**
 * Resources that hold data, or whose addresses browsers and other systems know, with the logical ids of the first
 * release. CloudFormation would replace a resource whose logical id changes.
 */
const released = {
  data: {
    "AWS::EC2::VPC": ["DatabaseNetworkCA0E2183"],
    "AWS::RDS::DBSubnetGroup": ["DatabaseClusterSubnets5540150D"],
    "AWS::RDS::DBCluster": ["DatabaseCluster5B53A178"],
    "AWS::RDS::DBInstance": ["DatabaseClusterWriterD43085C6"],
    "AWS::S3::Bucket": ["UploadsBucketC4B27CC7"],
    "AWS::KMS::Key": ["SigningKeysKey1Key3B182E2E", "PushKeyE7C938D7"],
  },
  application: {
    "AWS::SQS::Queue": [
      "DeliveryQueueJobs4D71EC43",
      "DeliveryQueueFailuresCDF10A7A",
      "MailQueueJobs58D7870A",
      "MailQueueFailures85FB9C19",
    ],
    "AWS::SES::EmailIdentity": ["MailSender3CE0A474"],
    "AWS::ApiGateway::RestApi": ["RestApi135E9C73"],
    "AWS::ApiGatewayV2::Api": ["WebSocketApi2C7AF84E"],
    "AWS::S3::Bucket": ["SiteFiles975A43CF"],
    "AWS::CloudFront::Distribution": ["SiteDistribution390DED28"],
  },
} as const;

describe.each(["dev", "prod", "scale"] as const)("An update of the %s profile", (profile) => {
  test.each(["data", "application"] as const)("replaces no stateful resource of the %s stack", (stack) => {
    const template = templateOf(profile, stack);
    for (const [type, ids] of Object.entries(released[stack])) {
      expect(Object.keys(template.findResources(type))).toEqual(expect.arrayContaining([...ids]));
    }
  });
});
