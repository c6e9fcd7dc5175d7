import { describe, expect, test } from "vitest";
import { functionsOf, onlyIdOf } from "../testing/resources.ts";
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
      "Api",
      "Auth",
      "Authorizer",
      "CleanupFunction",
      "DeliveryFunction",
      "MailFunction",
      "MigrationsMigrate",
      "Socket",
      "WebPushFunction",
    ];
    expect(runtimes.sort()).toEqual(expected.map((name) => [name, ["arm64"], "nodejs24.x"]));
  });

  test("that run jobs outlast a resuming database, for which a statement waits up to 45 seconds", () => {
    const timeouts = functionsOf(application)
      .filter(([id]) => /^(Migrations|Delivery|Mail|Cleanup)/.test(id))
      .map(([, { Timeout }]) => Timeout);
    expect(timeouts).toHaveLength(4);
    for (const timeout of timeouts) expect(timeout).toBeGreaterThanOrEqual(60);
  });

  test("that serve requests time out no later than API Gateway does", () => {
    const timeouts = functionsOf(application)
      .filter(([id]) => !/^(Migrations|Delivery|WebPush|Mail|Cleanup)/.test(id))
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

  test("that use the database are replaced only after the migrations have run", () => {
    const trigger = onlyIdOf(application, "Custom::Trigger");
    const users = Object.entries(application.findResources("AWS::Lambda::Function"))
      .filter(([, { Properties }]) => Properties.Environment?.Variables?.DATABASE_ARN !== undefined)
      .filter(([id]) => !id.startsWith("Migrations"));
    expect(users).toHaveLength(7);
    for (const [, { DependsOn }] of users) expect(DependsOn).toContain(trigger);
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
    application.resourceCountIs("AWS::SQS::Queue", 6);
    const without = templateOf("withoutMail", "application");
    without.resourceCountIs("AWS::SES::EmailIdentity", 0);
    without.resourceCountIs("AWS::SQS::Queue", 4);
  });
});
