import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { onlyIdOf } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

const application = templateOf("withoutMail", "application");

describe("The delivery queue", () => {
  test("invokes the delivery function with bounded concurrency, and receives the ids of failed jobs", () => {
    application.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });

  test("and every other queue together leave half of a new account's concurrency of 10 to requests", () => {
    const mappings = templateOf("dev", "application").findResources("AWS::Lambda::EventSourceMapping");
    const most = Object.values(mappings).map(({ Properties }) => Properties.ScalingConfig.MaximumConcurrency);
    expect(Math.max(...most)).toBeLessThanOrEqual(5);
  });

  test("moves a job that failed six times to the failure queue, which keeps it for 14 days", () => {
    const failures = onlyIdOf(application, "AWS::SQS::Queue", {
      Properties: { RedrivePolicy: Match.absent(), MessageRetentionPeriod: 14 * 24 * 3600 },
    });
    application.hasResourceProperties("AWS::SQS::Queue", {
      VisibilityTimeout: 360,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [failures, "Arn"] }, maxReceiveCount: 6 },
    });
  });
});
