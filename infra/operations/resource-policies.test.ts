import { describe, expect, test } from "vitest";
import { ref } from "../testing/canonical.ts";
import { type Call, isAllowed } from "../testing/policies.ts";
import {
  alarmCalls,
  distributionCalls,
  eventCalls,
  functionPolicies,
  gatewayCalls,
  queueCalls,
  type ServiceCall,
  unencryptedCalls,
} from "../testing/service-calls.ts";
import { templateOf } from "../testing/templates.ts";

const profiles = ["dev", "prod", "scale"] as const;

const refusedOf = (calls: readonly ServiceCall[]) =>
  calls.filter(({ policy, call }) => !isAllowed(policy, call)).map(({ name }) => name);

describe.each(profiles)("The resource policies in %s let through", (profile) => {
  const application = templateOf(profile, "application");
  const isWatched = profile !== "dev";

  test.each([
    ["every alarm to its topic", alarmCalls, isWatched ? 20 : 0],
    ["API Gateway to every integration and authorizer", gatewayCalls, 50],
    ["CloudFront to the bucket of the page", distributionCalls, 1],
    ["EventBridge to every target of a rule", eventCalls, 1],
    ["Lambda to the queue of every event source", queueCalls, 6],
  ])("%s", (_, callsOf, atLeast) => {
    const calls = callsOf(application);
    expect(calls.length).toBeGreaterThanOrEqual(atLeast);
    expect(refusedOf(calls)).toEqual([]);
  });

  test("no caller from another account, and nothing without TLS", () => {
    const contexts: Call["context"][] = [
      { "aws:SourceAccount": ref("AWS::AccountId"), "aws:SecureTransport": "false" },
      {
        "aws:SecureTransport": "true",
        "aws:SourceAccount": "111111111111",
        "aws:SourceArn": "arn:aws:any:us-east-1:111111111111:thing",
      },
    ];
    const calls = [...alarmCalls(application), ...distributionCalls(application)].flatMap((each) =>
      contexts.map((context) => ({
        ...each,
        call: { ...each.call, context: { ...each.call.context, ...context } },
      })),
    );
    expect(calls.filter(({ policy, call }) => isAllowed(policy, call)).map(({ name }) => name)).toEqual([]);
  });
});

test.each(profiles)(
  "Every bucket and queue in %s refuses calls without TLS, whatever the caller's role allows",
  (profile) => {
    const calls = (["data", "application"] as const).flatMap((stack) =>
      unencryptedCalls(templateOf(profile, stack)),
    );
    expect(calls.length).toBeGreaterThanOrEqual(10);
    expect(calls.filter(({ policy, call }) => isAllowed(policy, call)).map(({ name }) => name)).toEqual([]);
  },
);

/** Lambda's quota for the resource policy of a function. */
const policyBytes = 20 * 1024;

describe.each(profiles)("A function's resource policy in %s", (profile) => {
  const policies = functionPolicies(templateOf(profile, "application"));

  test("has at most one statement per API, however many routes there are", () => {
    for (const [fn, statements] of policies) {
      const apis = statements.map(({ Condition }) => /\$\{\w*Api\w*\}/.exec(JSON.stringify(Condition))?.[0]);
      expect({ fn, apis }).toEqual({ fn, apis: [...new Set(apis)] });
    }
  });

  test("stays far below Lambda's limit of 20 KB", () => {
    for (const [fn, statements] of policies) {
      // A name that CloudFormation generates has up to 64 characters, and an ARN 120 more.
      const names = 200 * (JSON.stringify(statements).split("${").length - 1);
      expect({ fn, bytes: JSON.stringify(statements).length + names }).toSatisfy(
        ({ bytes }: { bytes: number }) => bytes < policyBytes / 4,
      );
    }
  });
});
