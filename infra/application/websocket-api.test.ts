import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { onlyIdOf } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";

const application = templateOf("prod", "application");

describe("The WebSocket API", () => {
  test("selects a route by the frame's action", () => {
    application.hasResourceProperties("AWS::ApiGatewayV2::Api", {
      ProtocolType: "WEBSOCKET",
      RouteSelectionExpression: "$request.body.action",
    });
    application.hasResourceProperties("AWS::ApiGatewayV2::Stage", { StageName: "ws" });
  });

  test("authorizes $connect, and replies on every route except $connect and $disconnect", () => {
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
      ["call.decline", "NONE", "$default"],
      ["call.join", "NONE", "$default"],
      ["call.leave", "NONE", "$default"],
      ["call.signal", "NONE", "$default"],
      ["message.send", "NONE", "$default"],
      ["ping", "NONE", "$default"],
      ["read", "NONE", "$default"],
      ["sync", "NONE", "$default"],
      ["typing", "NONE", "$default"],
    ]);
  });

  test("writes its access log only after the account allows API Gateway to write logs", () => {
    application.hasResource("AWS::ApiGatewayV2::Stage", {
      DependsOn: Match.arrayWith([onlyIdOf(application, "AWS::ApiGateway::Account")]),
      Properties: { AccessLogSettings: Match.anyValue() },
    });
  });
});
