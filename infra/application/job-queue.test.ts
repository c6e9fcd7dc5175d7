import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { root } from "../build-output.ts";
import { templateOf } from "../testing/templates.ts";

const application = templateOf("withoutMail", "application");

describe("A queue of jobs", () => {
  test("invokes its function with bounded concurrency, and receives the ids of failed jobs", () => {
    application.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
  });
});

describe("Each queue of jobs", () => {
  test.each([
    { profile: "dev", limit: 10 },
    { profile: "prod", limit: 13 },
  ] as const)(
    "takes at most half of a new account's concurrency of 10 in $profile, and all together at most $limit, as the page about deployments states",
    ({ profile, limit }) => {
      const mappings = templateOf(profile, "application").findResources("AWS::Lambda::EventSourceMapping");
      const most = Object.values(mappings).map(
        ({ Properties }): number => Properties.ScalingConfig.MaximumConcurrency,
      );
      expect(Math.max(...most)).toBeLessThanOrEqual(5);
      expect(most.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(limit);
      const page = readFileSync(join(root, "docs/admin/deploy.md"), "utf8");
      expect(page).toContain(`${limit} in \`${profile}\``);
    },
  );

  test("for read frames collects up to 100 of them for a second", () => {
    application.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  test("moves a job that failed six times to its failure queue, which keeps it for 14 days", () => {
    const queues = application.findResources("AWS::SQS::Queue");
    const jobs = Object.values(queues).filter(({ Properties }) => Properties.RedrivePolicy);
    expect(jobs).toHaveLength(4);
    for (const { Properties } of jobs) {
      expect(Properties).toMatchObject({ RedrivePolicy: { maxReceiveCount: 6 } });
      const [failures] = Properties.RedrivePolicy.deadLetterTargetArn["Fn::GetAtt"];
      expect(queues[failures]?.Properties).toMatchObject({ MessageRetentionPeriod: 14 * 24 * 3600 });
    }
  });
});
