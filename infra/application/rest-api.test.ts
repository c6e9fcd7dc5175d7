import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { routes } from "../../contract/routes.ts";
import { onlyIdOf } from "../testing/resources.ts";
import { templateOf } from "../testing/templates.ts";
import { restRoutes } from "./rest-routes.ts";

const application = templateOf("prod", "application");

describe("The REST API", () => {
  test("serves exactly the contract's routes, with the contract's access", () => {
    const ofContract = Object.values(routes).map(({ method, path, access }) => `${method} ${path} ${access}`);
    const ofTemplate = restRoutes.map(({ method, path, access }) => `${method} ${path} ${access}`);
    expect(ofTemplate.sort()).toEqual(ofContract.sort());
    application.resourceCountIs("AWS::ApiGateway::Method", ofContract.length);
  });

  test("asks the authorizer on every route that needs a token, and on no other", () => {
    const methods = Object.values(application.findResources("AWS::ApiGateway::Method"));
    const signedIn = restRoutes.filter(({ access }) => access === "signed-in").length;
    const withType = (type: string) =>
      methods.filter(({ Properties }) => Properties.AuthorizationType === type);
    expect(withType("CUSTOM")).toHaveLength(signedIn);
    expect(withType("NONE")).toHaveLength(restRoutes.length - signedIn);
  });

  test("has the stage `api`", () => {
    application.hasResourceProperties("AWS::ApiGateway::Stage", { StageName: "api" });
  });

  test("writes its access log only after the account allows API Gateway to write logs", () => {
    application.hasResource("AWS::ApiGateway::Stage", {
      DependsOn: Match.arrayWith([onlyIdOf(application, "AWS::ApiGateway::Account")]),
      Properties: { AccessLogSetting: Match.anyValue() },
    });
  });
});
