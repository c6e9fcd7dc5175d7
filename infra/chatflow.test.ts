import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match, Template } from "aws-cdk-lib/assertions";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { App } from "aws-cdk-lib/core";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { routes } from "../contract/routes.ts";
import { restRoutes } from "./application/rest-routes.ts";
import { root } from "./build-output.ts";
import { addChatFlow, type ChatFlowProps } from "./chatflow.ts";
import { parseConfiguration } from "./configuration.ts";
import { addChecks } from "./operations/checks.ts";
import { profiles } from "./profiles.ts";

/** The templates of the stacks, by what they are for. */
function synthesized(context: Record<string, unknown>, home?: ChatFlowProps["home"]) {
  const configuration = parseConfiguration(context);
  const stacks = addChatFlow(new App({ analyticsReporting: false }), { configuration, home });
  return {
    data: Template.fromStack(stacks.data ?? stacks.application),
    edge: stacks.edge && Template.fromStack(stacks.edge),
    application: Template.fromStack(stacks.application),
  };
}

const { data, application } = synthesized({ mailFrom: "chat@example.com" });

const OneOrMore = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(z.unknown()));
const Policy = z.object({
  Statement: z.array(z.object({ Effect: z.string(), Action: OneOrMore, Resource: OneOrMore.optional() })),
});

const Resources = z.record(
  z.string(),
  z.object({
    Type: z.string(),
    Properties: z.record(z.string(), z.unknown()).default({}),
  }),
);

/** Every policy of the template with the logical id of what holds it. */
function policies() {
  const found: { id: string; policy: z.infer<typeof Policy> }[] = [];
  for (const [id, { Type, Properties }] of Object.entries(
    Resources.parse({ ...data.toJSON().Resources, ...application.toJSON().Resources }),
  )) {
    if (!/^AWS::(IAM|KMS)/.test(Type)) continue;
    const documents = [
      Properties.PolicyDocument,
      Properties.KeyPolicy,
      ...(Array.isArray(Properties.Policies)
        ? Properties.Policies.map((policy) => policy.PolicyDocument)
        : []),
    ];
    for (const document of documents) {
      if (!document) continue;
      found.push({ id, policy: Policy.parse(document) });
    }
  }
  return found;
}

/** The roles that may do something; CDK's own, for the upload of the page, are not ours to give. */
const allowedTo = (action: string, resource = "") =>
  policies()
    .filter(({ id }) => !/^(SigningKey|PushKey|CustomCDK)/.test(id))
    .filter(({ policy }) =>
      policy.Statement.some(
        (statement) =>
          statement.Action.includes(action) && JSON.stringify(statement.Resource).includes(resource),
      ),
    )
    .map(({ id }) => id.replace(/(Service)?Role.*/, ""))
    .sort();

describe("permissions", () => {
  test("only auth signs tokens, and only delivery signs pushes", () => {
    expect(allowedTo("kms:Sign", "SigningKey")).toEqual(["Auth"]);
    expect(allowedTo("kms:GetPublicKey", "SigningKey")).toEqual(["Auth", "Authorizer"]);
    expect(allowedTo("kms:Sign", "PushKey")).toEqual(["DeliveryFunction"]);
    expect(allowedTo("kms:GetPublicKey", "PushKey")).toEqual(["Api", "DeliveryFunction"]);
  });

  test("only socket and delivery push to connections", () => {
    expect(allowedTo("execute-api:ManageConnections")).toEqual(["DeliveryFunction", "Socket"]);
  });

  test("only delivery and mail receive what the others put into their queues", () => {
    expect(allowedTo("sqs:ReceiveMessage", "DeliveryQueue")).toEqual(["DeliveryFunction"]);
    expect(allowedTo("sqs:ReceiveMessage", "MailQueue")).toEqual(["MailFunction"]);
    expect(allowedTo("sqs:SendMessage", "DeliveryQueue")).toEqual([
      "Api",
      "Auth",
      "CleanupFunction",
      "DeliveryFunction",
      "Socket",
    ]);
    expect(allowedTo("sqs:SendMessage", "MailQueue")).toEqual(["Api", "Auth", "MailFunction"]);
  });

  test("only mail sends mails, and from the one address", () => {
    expect(allowedTo("ses:SendEmail")).toEqual(["MailFunction"]);
    expect(allowedTo("ses:SendEmail", "MailSender")).toEqual(["MailFunction"]);
  });

  test("only api signs for files, and only cleanup removes them", () => {
    expect(allowedTo("s3:PutObject")).toEqual(["Api"]);
    expect(allowedTo("s3:DeleteObject")).toEqual(["CleanupFunction"]);
  });

  test("only those that need the database reach it", () => {
    expect(allowedTo("rds-data:ExecuteStatement")).toEqual([
      "Api",
      "Auth",
      "CleanupFunction",
      "DeliveryFunction",
      "MailFunction",
      "MigrationsMigrate",
      "Socket",
    ]);
  });

  test("end in a wildcard for traces, connections and files only", () => {
    const resources = policies()
      .filter(({ id }) => /Role/.test(id) && !/^(AWSCDK|CustomCDK|RestApiCloudWatchRole)/.test(id))
      .flatMap(({ policy }) => policy.Statement)
      .flatMap(({ Action, Resource = [] }) => Resource.map((resource) => [Action, JSON.stringify(resource)]))
      .filter(([actions, resource]) => /\*/.test(`${actions}${resource}`))
      .map(([actions]) => String(actions));
    expect([...new Set(resources)].sort()).toEqual([
      "execute-api:ManageConnections",
      "s3:DeleteObject",
      "s3:PutObject,s3:GetObject",
      "xray:PutTraceSegments,xray:PutTelemetryRecords",
    ]);
  });
});

describe("the REST API", () => {
  test("serves the contract: every call of it, and no other, with the same access", () => {
    const ofContract = Object.values(routes).map(({ method, path, access }) => `${method} ${path} ${access}`);
    const ofTemplate = restRoutes.map(({ method, path, access }) => `${method} ${path} ${access}`);
    expect(ofTemplate.sort()).toEqual(ofContract.sort());
    application.resourceCountIs("AWS::ApiGateway::Method", ofContract.length);
  });

  test("asks the authorizer on every call that needs a token", () => {
    const methods = Object.values(application.findResources("AWS::ApiGateway::Method"));
    const guarded = methods.filter(({ Properties }) => Properties.AuthorizationType === "CUSTOM");
    expect(guarded).toHaveLength(restRoutes.filter(({ access }) => access === "signed-in").length);
  });

  test("has the stage api", () =>
    application.hasResourceProperties("AWS::ApiGateway::Stage", { StageName: "api" }));
});

describe("the WebSocket API", () => {
  test("selects routes by action, and answers on each but $connect and $disconnect", () => {
    application.hasResourceProperties("AWS::ApiGatewayV2::Api", {
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    });
    application.hasResourceProperties("AWS::ApiGatewayV2::Stage", { StageName: "ws" });
    const found = Object.values(application.findResources("AWS::ApiGatewayV2::Route")).map(
      ({ Properties }) => [
        Properties.RouteKey,
        Properties.AuthorizationType,
        Properties.RouteResponseSelectionExpression,
      ],
    );
    expect(found.sort()).toEqual([
      ["$connect", "CUSTOM", undefined],
      ["$default", "NONE", "$default"],
      ["$disconnect", "NONE", undefined],
      ["message.send", "NONE", "$default"],
      ["ping", "NONE", "$default"],
      ["read", "NONE", "$default"],
      ["sync", "NONE", "$default"],
      ["typing", "NONE", "$default"],
    ]);
  });
});

describe("the database", () => {
  test("is Aurora PostgreSQL Serverless v2 with the Data API, encrypted, that pauses", () => {
    data.hasResourceProperties("AWS::RDS::DBCluster", {
      Engine: "aurora-postgresql",
      EnableHttpEndpoint: true,
      StorageEncrypted: true,
      ServerlessV2ScalingConfiguration: { MinCapacity: 0, SecondsUntilAutoPause: 3600 },
    });
    data.hasResourceProperties("AWS::RDS::DBInstance", { DBInstanceClass: "db.serverless" });
  });

  test("has no way in or out of its network", () => {
    data.resourceCountIs("AWS::EC2::NatGateway", 0);
    data.resourceCountIs("AWS::EC2::InternetGateway", 0);
  });

  test("is kept as a snapshot when the stack goes", () => {
    data.hasResource("AWS::RDS::DBCluster", { DeletionPolicy: "Snapshot" });
  });

  test("is kept, and its exports, when another profile takes over", () => {
    const { data: scaled } = synthesized({ profile: "scale" });
    const [before, after] = [data.toJSON(), scaled.toJSON()];
    for (const part of ["Resources", "Outputs"] as const) {
      expect(Object.keys(after[part])).toEqual(expect.arrayContaining(Object.keys(before[part])));
    }
    for (const type of ["AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::RDS::DBSubnetGroup"]) {
      expect(scaled.findResources(type)).toMatchObject(data.findResources(type));
    }
  });

  test("is migrated before any function that uses it is replaced", () => {
    const [trigger = ""] = Object.keys(application.findResources("Custom::Trigger"));
    const users = Object.entries(
      application.findResources("AWS::Lambda::Function", {
        Properties: { Environment: { Variables: { DATABASE_ARN: Match.anyValue() } } },
      }),
    ).filter(([id]) => !id.startsWith("Migrations"));
    expect(users.length).toBeGreaterThan(5);
    for (const [, { DependsOn }] of users) expect(DependsOn).toContain(trigger);
  });
});

describe("the profile scale", () => {
  const { data, application } = synthesized({ profile: "scale", mailFrom: "chat@example.com" });
  const functions = Object.entries(application.findResources("AWS::Lambda::Function")).filter(
    ([id]) => !/^(AWSCDK|CustomCDK)/.test(id),
  );

  test("has readers beside the writer, and RDS Proxy in front of both, by TLS and IAM only", () => {
    data.resourceCountIs("AWS::RDS::DBInstance", 3);
    data.hasResourceProperties("AWS::RDS::DBProxy", {
      RequireTLS: true,
      Auth: [Match.objectLike({ IAMAuth: "REQUIRED" })],
    });
    data.hasResourceProperties("AWS::RDS::DBProxyEndpoint", { TargetRole: "READ_ONLY" });
  });

  test("lets those functions connect that need the database, and only from its network", () => {
    const connecting = functions.filter(([, { Properties }]) => Properties.VpcConfig);
    expect(connecting).toHaveLength(7);
    for (const [id, { Properties }] of connecting) {
      expect([id, Object.keys(Properties.Environment.Variables)]).toEqual([
        id,
        expect.arrayContaining(["DATABASE_ENDPOINT", "DATABASE_READER_ENDPOINT"]),
      ]);
    }
    const statements = Object.values(application.findResources("AWS::IAM::Policy")).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(statements.filter(({ Action }) => Action === "rds-db:connect")).toHaveLength(7);
    expect(JSON.stringify(statements)).not.toContain("rds-data:");
  });

  test("opens nothing to the outside", () => {
    const rules = Object.values({
      ...data.findResources("AWS::EC2::SecurityGroupIngress"),
      ...data.findResources("AWS::EC2::SecurityGroup", {
        Properties: { SecurityGroupIngress: Match.anyValue() },
      }),
    });
    expect(rules).toHaveLength(2);
    for (const { Properties } of rules) expect(Properties.SourceSecurityGroupId).toBeDefined();
  });
});

describe("the delivery queue", () => {
  test("invokes delivery with bounded concurrency, and hears which jobs failed", () => {
    application.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
      FunctionResponseTypes: ["ReportBatchItemFailures"],
      ScalingConfig: { MaximumConcurrency: 10 },
    });
  });

  test("gives up on a job after some attempts, and keeps it for somebody to look at", () => {
    const [failures = ""] = Object.keys(
      application.findResources("AWS::SQS::Queue", {
        Properties: { RedrivePolicy: Match.absent(), MessageRetentionPeriod: 14 * 24 * 3600 },
      }),
    );
    application.hasResourceProperties("AWS::SQS::Queue", {
      VisibilityTimeout: 180,
      RedrivePolicy: { deadLetterTargetArn: { "Fn::GetAtt": [failures, "Arn"] }, maxReceiveCount: 6 },
    });
  });
});

test("what has expired is removed once a day", () => {
  application.hasResourceProperties("AWS::Events::Rule", { ScheduleExpression: "rate(1 day)" });
});

test("functions run on Graviton, in the newest Node, and wait no longer than API Gateway", () => {
  const ours = Object.entries(application.findResources("AWS::Lambda::Function")).filter(
    ([id]) => !/^(AWSCDK|CustomCDK)/.test(id),
  );
  expect(ours).toHaveLength(8);
  for (const [id, { Properties }] of ours) {
    expect([id, Properties.Architectures, Properties.Runtime]).toEqual([id, ["arm64"], "nodejs24.x"]);
    if (!/^(Migrations|Delivery|Mail|Cleanup)/.test(id)) expect(Properties.Timeout).toBeLessThanOrEqual(29);
  }
});

test("browsers see one origin: the page, /api/*, /ws and /files/*", () => {
  application.hasResourceProperties("AWS::CloudFront::Distribution", {
    DistributionConfig: {
      CacheBehaviors: [
        Match.objectLike({ PathPattern: "/api/*", ViewerProtocolPolicy: "https-only" }),
        Match.objectLike({ PathPattern: "/ws", ViewerProtocolPolicy: "https-only" }),
        Match.objectLike({
          PathPattern: "/files/*",
          ViewerProtocolPolicy: "https-only",
          ResponseHeadersPolicyId: Match.anyValue(),
        }),
      ],
      DefaultCacheBehavior: Match.objectLike({ ViewerProtocolPolicy: "redirect-to-https" }),
    },
  });
  application.hasResourceProperties("AWS::S3::Bucket", {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
  });
});

test("no secret stands in a template; RDS makes the database's password, and a new one each week", () => {
  for (const template of [data, application]) {
    expect(JSON.stringify(template.toJSON())).not.toMatch(/BEGIN [A-Z ]*PRIVATE KEY/);
  }
  data.hasResourceProperties("AWS::RDS::DBCluster", {
    ManageMasterUserPassword: true,
    MasterUserPassword: Match.absent(),
  });
});

test("mail is part of it only with an address to send from", () => {
  application.hasResourceProperties("AWS::SES::EmailIdentity", { EmailIdentity: "chat@example.com" });
  const { application: without } = synthesized({});
  without.resourceCountIs("AWS::SES::EmailIdentity", 0);
  without.resourceCountIs("AWS::SQS::Queue", 2);
});

describe("the edge", () => {
  test("has a firewall that counts requests by address, more strictly for the ways in, in prod only", () => {
    const { edge, application } = synthesized({});
    edge?.hasResourceProperties("AWS::WAFv2::WebACL", {
      Scope: "CLOUDFRONT",
      Rules: Match.arrayWith([
        Match.objectLike({
          Statement: { RateBasedStatement: Match.objectLike({ Limit: 500, AggregateKeyType: "IP" }) },
        }),
      ]),
    });
    application.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({ WebACLId: Match.anyValue() }),
    });
    expect(synthesized({ profile: "dev" }).edge).toBeUndefined();
  });

  test("is in us-east-1 wherever the rest is", () => {
    const { edge, application } = synthesized({}, { account: "111122223333", region: "eu-central-1" });
    edge?.resourceCountIs("AWS::WAFv2::WebACL", 1);
    edge?.hasResource("Custom::CrossRegionExportWriter", Match.anyValue());
    application.hasResource("Custom::CrossRegionExportReader", Match.anyValue());
  });

  test("takes a domain with its zone, and makes certificate and records", () => {
    const hostedZone = { hostedZoneId: "Z1", zoneName: "example.com" };
    const { edge, application } = synthesized({ domain: { name: "chat.example.com", hostedZone } });
    edge?.hasResourceProperties("AWS::CertificateManager::Certificate", { DomainName: "chat.example.com" });
    application.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({ Aliases: ["chat.example.com"] }),
    });
    application.resourceCountIs("AWS::Route53::RecordSet", 2);
    application.hasOutput("Url", { Value: "https://chat.example.com" });
  });

  test("lets the page run its own code only, and be framed by nobody", () => {
    application.hasResourceProperties("AWS::CloudFront::ResponseHeadersPolicy", {
      ResponseHeadersPolicyConfig: Match.objectLike({
        SecurityHeadersConfig: Match.objectLike({
          ContentSecurityPolicy: {
            ContentSecurityPolicy: Match.stringLikeRegexp("default-src 'self'.*frame-ancestors 'none'"),
            Override: true,
          },
          StrictTransportSecurity: Match.objectLike({ AccessControlMaxAgeSec: 63_072_000 }),
        }),
      }),
    });
  });
});

describe.each(Object.keys(profiles))("AWS's rules for solutions", (profile) => {
  test(`are kept by ${profile}, or it is said beside the resource why not`, () => {
    const app = new App({ analyticsReporting: false });
    addChecks(app);
    addChatFlow(app, { configuration: parseConfiguration({ profile, mailFrom: "chat@example.com" }) });
    expect(() => app.synth()).not.toThrow();
  });
});

test("the same sources are the same templates, so that a second deployment does nothing", () => {
  const [once, again] = [synthesized({}), synthesized({})];
  for (const stack of ["data", "edge", "application"] as const) {
    expect(again[stack]?.toJSON()).toEqual(once[stack]?.toJSON());
  }
});

test("what breaks one of AWS's rules, and has no reason, is not synthesized", () => {
  const app = new App({ analyticsReporting: false });
  addChecks(app);
  const { application } = addChatFlow(app, { configuration: parseConfiguration({}) });
  new Queue(application, "Leak");
  expect(() => app.synth()).toThrow(/AwsSolutions-SQS3/);
});

test("whoever is on call has alarms, which lead to their runbooks, and a dashboard", () => {
  const runbooks = readFileSync(join(root, "docs/admin/operations.md"), "utf8");
  const { application: scaled } = synthesized({ profile: "scale", mailFrom: "chat@example.com" });
  const alarmsOf = (template: Template) => Object.values(template.findResources("AWS::CloudWatch::Alarm"));
  const alarms = alarmsOf(scaled);
  expect(alarmsOf(application).length).toBe(alarms.length - 1);
  for (const { Properties } of alarms) {
    const name = /docs\/operations\.md#(\w+)$/.exec(Properties.AlarmDescription)?.[1];
    expect(runbooks.toLowerCase()).toContain(`### ${name}\n`);
    expect(Properties.AlarmActions).toHaveLength(1);
  }
  application.resourceCountIs("AWS::CloudWatch::Dashboard", 1);
  const dev = synthesized({ profile: "dev" }).application;
  dev.resourceCountIs("AWS::CloudWatch::Alarm", 0);
});

test("both APIs write access logs once the account lets API Gateway write any", () => {
  const [setting = ""] = Object.keys(application.findResources("AWS::ApiGateway::Account"));
  application.hasResource("AWS::ApiGatewayV2::Stage", {
    DependsOn: Match.arrayWith([setting]),
    Properties: { AccessLogSettings: Match.anyValue() },
  });
  application.hasResource("AWS::ApiGateway::Stage", {
    DependsOn: Match.arrayWith([setting]),
    Properties: { AccessLogSetting: Match.anyValue() },
  });
});

test("prod bounds what the database gets at once; an account with little concurrency can do without", () => {
  const reserved = (template: Template) =>
    Object.values(template.findResources("AWS::Lambda::Function"))
      .map(({ Properties }) => Properties.ReservedConcurrentExecutions)
      .filter((count) => count !== undefined);
  expect(reserved(application).sort()).toEqual([250, 400, 50]);
  expect(reserved(synthesized({ reserveConcurrency: "false" }).application)).toEqual([]);
});

test("what people have said outlives a mistake in prod, and goes with its stack in dev", () => {
  data.hasResourceProperties("AWS::RDS::DBCluster", { DeletionProtection: true, BackupRetentionPeriod: 14 });
  data.hasResource("AWS::S3::Bucket", { DeletionPolicy: "Retain" });
  const dev = synthesized({ profile: "dev" }).data;
  dev.hasResource("AWS::RDS::DBCluster", {
    DeletionPolicy: "Delete",
    Properties: { DeletionProtection: false },
  });
  dev.hasResource("AWS::S3::Bucket", { DeletionPolicy: "Delete" });
});

test("context that does not fit is refused by name", () => {
  expect(() => parseConfiguration({ profile: "test" })).toThrow(/profile: /);
  expect(() => parseConfiguration({ mailFrom: "nobody" })).toThrow(/mailFrom: must be an e-mail address/);
  expect(() => parseConfiguration({ domain: '{"name":"chat.example.com"}' })).toThrow(
    /domain: needs a hostedZone/,
  );
  expect(() => parseConfiguration({ sendLimits: '{"user":{"burst":0,"perSecond":5}}' })).toThrow(
    /sendLimits.user.burst/,
  );
});
