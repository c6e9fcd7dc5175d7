import { describe, expect, test } from "vitest";
import { parseConfiguration } from "../configuration.ts";
import { templateOf } from "../testing/templates.ts";
import { type VariantName, variants } from "../testing/variants.ts";
import { queueConcurrency } from "./queue-concurrency.ts";

const application = templateOf("withoutMail", "application");

describe("A queue of jobs", () => {
  test("invokes its function with bounded concurrency, and receives the ids of failed jobs", () => {
    application.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 2 },
    });
  });
});

/** The concurrency of each queue in a template. */
const concurrencies = (variant: VariantName): number[] =>
  Object.values(templateOf(variant, "application").findResources("AWS::Lambda::EventSourceMapping")).map(
    ({ Properties }): number => Properties.ScalingConfig.MaximumConcurrency,
  );

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);

describe("All queues of jobs together", () => {
  test.each(["dev", "prod", "withoutMail"] as const)(
    "use no more than a new account's concurrency of 10 in %s",
    (variant) => {
      expect(sum(concurrencies(variant))).toBeLessThanOrEqual(10);
    },
  );

  test.each(["dev", "prod", "scale", "scaleUnprotected", "withoutMail"] as const)(
    "use the concurrency in %s that the doctor compares with the account's",
    (variant) => {
      const configuration = parseConfiguration(variants[variant].context);
      expect(sum(concurrencies(variant))).toBe(queueConcurrency(configuration));
    },
  );

  test("use no more than a new account has in scale either, with the setting for it", () => {
    expect(sum(concurrencies("scale"))).toBeGreaterThan(10);
    expect(sum(concurrencies("scaleUnprotected"))).toBe(10);
  });
});

describe("Each queue of jobs", () => {
  test("for read frames collects up to 100 of them for a second", () => {
    application.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  test("hides a job for six times its function's timeout, as AWS recommends, so that it does not run twice at once", () => {
    const mappings = Object.values(application.findResources("AWS::Lambda::EventSourceMapping"));
    const timeouts = mappings.map(({ Properties }) => {
      const [queue] = Properties.EventSourceArn["Fn::GetAtt"];
      const { VisibilityTimeout } = application.findResources("AWS::SQS::Queue")[queue]?.Properties ?? {};
      const { Timeout } =
        application.findResources("AWS::Lambda::Function")[Properties.FunctionName.Ref]?.Properties ?? {};
      return [VisibilityTimeout, 6 * Timeout];
    });
    expect(timeouts).toHaveLength(4);
    for (const [hidden, expected] of timeouts) expect(hidden).toBe(expected);
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
