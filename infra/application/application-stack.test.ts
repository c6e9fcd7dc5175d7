import { describe, expect, test } from "vitest";
import { functionsOf } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

const application = templateOf("prod", "application");

describe("The functions", () => {
  test("run on Graviton and Node 24", () => {
    const runtimes = functionsOf(application).map(([id, { Architectures, Runtime }]) => [
      id.replace(/[0-9A-F]{8}$/, ""),
      Architectures,
      Runtime,
    ]);
    const expected = [
      "AdministrationFunction",
      "Api",
      "Auth",
      "Authorizer",
      "CleanupFunction",
      "DeliveryFunction",
      "LinkPreviewsFunction",
      "MailFunction",
      "MigrationsMigrate",
      "ReadsFunction",
      "Socket",
      "WebPushFunction",
    ];
    expect(runtimes.sort()).toEqual(expected.map((name) => [name, ["arm64"], "nodejs24.x"]));
  });

  /** The functions that no request waits for. Their statements wait for a resuming database for up to 45 seconds. */
  const workers = /^(Migrations|Delivery|Reads|WebPush|LinkPreviews|Mail|Cleanup|Administration)/;

  test("that run jobs or the operator's commands outlast a resuming database, for which a statement waits up to 45 seconds", () => {
    const timeouts = functionsOf(application)
      .filter(([id]) => workers.test(id))
      .map(([, { Timeout }]) => Timeout);
    expect(timeouts).toHaveLength(8);
    for (const timeout of timeouts) expect(timeout).toBeGreaterThanOrEqual(60);
  });

  test("that serve requests time out no later than API Gateway does", () => {
    const timeouts = functionsOf(application)
      .filter(([id]) => !workers.test(id))
      .map(([, { Timeout }]) => Timeout);
    expect(timeouts).toEqual([29, 29, 29, 29]);
  });

  test("reserve no concurrency, so that an account with a concurrency of 10 can deploy, unless a setting demands it", () => {
    const reserved = (variant: "dev" | "prod" | "scale" | "withReservedConcurrency") =>
      functionsOf(templateOf(variant, "application"))
        .map(([, { ReservedConcurrentExecutions }]) => ReservedConcurrentExecutions)
        .filter((count) => count !== undefined);
    for (const profile of ["dev", "prod", "scale"] as const) expect(reserved(profile)).toEqual([]);
    expect(reserved("withReservedConcurrency").sort()).toEqual([250, 400, 50]);
  });

  test("that use the database are replaced after the migrations have run, and before they run again", () => {
    const triggers = Object.entries(application.findResources("Custom::Trigger"));
    const isSecond = ([, { Properties }]: (typeof triggers)[number]) => Properties.InvocationType === "Event";
    const [first, second] = [triggers.find((each) => !isSecond(each)), triggers.find(isSecond)];
    expect(triggers).toHaveLength(2);
    const users = Object.entries(application.findResources("AWS::Lambda::Function"))
      .filter(([, { Properties }]) => Properties.Environment?.Variables?.DATABASE_ARN !== undefined)
      .filter(([id]) => !id.startsWith("Migrations"));
    expect(users).toHaveLength(10);
    for (const [id, { DependsOn }] of users) {
      expect(DependsOn).toContain(first?.[0]);
      expect(second?.[1].DependsOn).toContain(id);
    }
  });
});

describe("The cleanup function", () => {
  test("runs once a day", () => {
    application.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(1 day)" });
  });
});

describe("The mail function and its queues", () => {
  test("exist only if the configuration has a sender address", () => {
    application.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "chat@example.com" });
    application.resourceCountIs("AWS::SQS::Queue", 10);
    const without = templateOf("withoutMail", "application");
    without.resourceCountIs("AWS::SES::EmailIdentity", 0);
    without.resourceCountIs("AWS::SQS::Queue", 8);
  });
});

describe("A new workspace", () => {
  const ruleIn = (variant: "dev" | "prod" | "scale") =>
    Object.values(templateOf(variant, "application").findResources("AWS::Lambda::Function"))
      .map(({ Properties }) => Properties.Environment?.Variables?.FIRST_SIGN_UP_RULE)
      .filter((rule) => rule !== undefined);

  test("starts open in dev, and closed behind a setup link in prod and scale", () => {
    expect([ruleIn("dev"), ruleIn("prod"), ruleIn("scale")]).toEqual([["open"], ["invited"], ["invited"]]);
  });

  test("has an output that prints the setup link, if it starts closed", () => {
    const setUp = (variant: "dev" | "prod") =>
      Object.values(templateOf(variant, "application").findOutputs("SetUp")).map(({ Value }) => Value);
    expect(setUp("dev")).toEqual([]);
    expect(setUp("prod")).toEqual([expect.stringContaining("lambda invoke --function-name ChatFlow-Admin")]);
  });

  test("is administered by a function that nothing but the account's credentials reaches", () => {
    const [id] = Object.keys(
      application.findResources("AWS::Lambda::Function", { Properties: { FunctionName: "ChatFlow-Admin" } }),
    );
    expect(id).toMatch(/^AdministrationFunction/);
    const permissions = Object.values(application.findResources("AWS::Lambda::Permission"));
    expect(JSON.stringify(permissions)).not.toContain(id);
  });
});
