import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { policyStatements } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

const statements = policyStatements(templateOf("prod", "data"), templateOf("prod", "application"));

/** Returns the functions whose roles allow an action. It ignores key policies and CDK's own helper functions. */
function allowedTo(action: string, resource = ""): string[] {
  const ids = statements
    .filter(({ id }) => !/^(SigningKey|PushKey|CustomCDK)/.test(id))
    .filter(
      ({ statement }) =>
        statement.Effect === "Allow" &&
        statement.Action.includes(action) &&
        JSON.stringify(statement.Resource).includes(resource),
    )
    .map(({ id }) => id.replace(/(Service)?Role.*/, ""));
  return [...new Set(ids)].sort();
}

describe("The permissions of the functions", () => {
  test("let only auth sign access tokens, and only web-push sign Web Push requests", () => {
    expect(allowedTo("kms:Sign", "SigningKey")).toEqual(["Auth"]);
    expect(allowedTo("kms:GetPublicKey", "SigningKey")).toEqual(["Auth", "Authorizer"]);
    expect(allowedTo("kms:Sign", "PushKey")).toEqual(["WebPushFunction"]);
    expect(allowedTo("kms:GetPublicKey", "PushKey")).toEqual(["Api", "WebPushFunction"]);
  });

  test("let only socket, delivery and reads push to connections", () => {
    expect(allowedTo("execute-api:ManageConnections")).toEqual([
      "DeliveryFunction",
      "ReadsFunction",
      "Socket",
    ]);
  });

  test("let only the worker of each queue receive its jobs", () => {
    expect(allowedTo("sqs:ReceiveMessage", "ReadsQueue")).toEqual(["ReadsFunction"]);
    expect(allowedTo("sqs:SendMessage", "ReadsQueue")).toEqual(["ReadsFunction", "Socket"]);
    expect(allowedTo("sqs:ReceiveMessage", "DeliveryQueue")).toEqual(["DeliveryFunction"]);
    expect(allowedTo("sqs:ReceiveMessage", "MailQueue")).toEqual(["MailFunction"]);
    expect(allowedTo("sqs:SendMessage", "DeliveryQueue")).toEqual([
      "AdministrationFunction",
      "Api",
      "Auth",
      "CleanupFunction",
      "DeliveryFunction",
      "LinkPreviewsFunction",
      "ReadsFunction",
      "Socket",
    ]);
    expect(allowedTo("sqs:ReceiveMessage", "LinkPreviewsQueue")).toEqual(["LinkPreviewsFunction"]);
    expect(allowedTo("sqs:SendMessage", "LinkPreviewsQueue")).toEqual([
      "Api",
      "DeliveryFunction",
      "LinkPreviewsFunction",
      "Socket",
    ]);
    expect(allowedTo("sqs:ReceiveMessage", "WebPushQueue")).toEqual(["WebPushFunction"]);
    expect(allowedTo("sqs:SendMessage", "WebPushQueue")).toEqual([
      "Api",
      "DeliveryFunction",
      "Socket",
      "WebPushFunction",
    ]);
    expect(allowedTo("sqs:SendMessage", "MailQueue")).toEqual([
      "Api",
      "Auth",
      "CleanupFunction",
      "DeliveryFunction",
      "MailFunction",
      "Socket",
    ]);
  });

  test("let only socket read the secret of the TURN servers, which is in no template", () => {
    const template = templateOf("withDomain", "application");
    const readers = policyStatements(template).filter(({ statement }) =>
      statement.Action.includes("ssm:GetParameter"),
    );
    expect(readers.map(({ id }) => id.replace(/(Service)?Role.*/, ""))).toEqual(["Socket"]);
    expect(JSON.stringify(readers[0]?.statement.Resource)).toContain(":parameter/chatflow/turn");
    template.hasResourceProperties("AWS::Lambda::Function", {
      Environment: {
        Variables: Match.objectLike({
          TURN_URLS: "turn:turn.example.com:3478",
          TURN_SECRET_PARAMETER: "/chatflow/turn",
        }),
      },
    });
  });

  test("let only mail send e-mails", () => {
    expect(allowedTo("ses:SendEmail")).toEqual(["MailFunction"]);
  });

  test("let only api sign addresses of files, and only cleanup remove files", () => {
    expect(allowedTo("s3:PutObject")).toEqual(["Api"]);
    expect(allowedTo("s3:GetObjectVersion")).toEqual(["Api"]);
    expect(allowedTo("s3:DeleteObject")).toEqual(["CleanupFunction"]);
    expect(allowedTo("s3:DeleteObject", "SiteFiles")).toEqual(["CleanupFunction"]);
    expect(allowedTo("s3:DeleteObjectVersion")).toEqual(["CleanupFunction"]);
    expect(allowedTo("s3:ListBucketVersions")).toEqual([
      "Api",
      "CleanupFunction",
      "DeliveryFunction",
      "Socket",
    ]);
  });

  test("let every function except the authorizer run statements", () => {
    expect(allowedTo("rds-data:ExecuteStatement")).toEqual([
      "AdministrationFunction",
      "Api",
      "Auth",
      "CleanupFunction",
      "DeliveryFunction",
      "LinkPreviewsFunction",
      "MailFunction",
      "MigrationsMigrate",
      "ReadsFunction",
      "Socket",
      "WebPushFunction",
    ]);
  });

  test("end in a wildcard only for traces, connections, files and the recipients of e-mails", () => {
    const actions = statements
      .filter(({ id }) => /Role/.test(id) && !/^(AWSCDK|CustomCDK|RestApiCloudWatchRole)/.test(id))
      .flatMap(({ statement: { Action, Resource = [] } }) =>
        Resource.map((resource) => ({ Action, resource: JSON.stringify(resource) })),
      )
      .filter(({ Action, resource }) => `${Action}${resource}`.includes("*"))
      .map(({ Action }) => String(Action.toSorted()));
    expect([...new Set(actions)].sort()).toEqual([
      "execute-api:ManageConnections",
      // On the page's assets.
      "s3:DeleteObject",
      "s3:DeleteObject,s3:DeleteObjectVersion",
      "s3:GetObject,s3:GetObjectVersion,s3:PutObject",
      "ses:SendEmail",
      "xray:PutTelemetryRecords,xray:PutTraceSegments",
    ]);
  });
});
