import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { stackNames, templateOf } from "../testing/templates.ts";

describe("The edge stack", () => {
  test("has a firewall in prod that limits requests by address, and more strictly for the sign-in routes", () => {
    const edge = templateOf("prod", "edge");
    edge.hasResourceProperties("AWS::WAFv2::WebACL", {
      Scope: "CLOUDFRONT",
      Rules: Match.arrayWith([
        Match.objectLike({
          Statement: {
            RateBasedStatement: Match.objectLike({
              Limit: 500,
              AggregateKeyType: "IP",
              ScopeDownStatement: Match.objectLike({
                ByteMatchStatement: Match.objectLike({ SearchString: "/api/auth/" }),
              }),
            }),
          },
        }),
        Match.objectLike({
          Statement: {
            RateBasedStatement: Match.objectLike({
              Limit: 20_000,
              AggregateKeyType: "IP",
              ScopeDownStatement: Match.absent(),
            }),
          },
        }),
      ]),
    });
    templateOf("prod", "application").hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({ WebACLId: Match.anyValue() }),
    });
  });

  test("does not exist in dev without a domain", () => {
    expect(stackNames("prod")).toEqual(["ChatFlow", "ChatFlow-Data", "ChatFlow-Edge"]);
    expect(stackNames("dev")).toEqual(["ChatFlow", "ChatFlow-Data"]);
  });

  test("exports its resources to an application in another region", () => {
    const edge = templateOf("inFrankfurt", "edge");
    edge.resourceCountIs("AWS::WAFv2::WebACL", 1);
    edge.hasResource("Custom::CrossRegionExportWriter", Match.anyValue());
    templateOf("inFrankfurt", "application").hasResource("Custom::CrossRegionExportReader", Match.anyValue());
  });

  test("creates the certificate and the DNS records of a custom domain", () => {
    templateOf("withDomain", "edge").hasResourceProperties("AWS::CertificateManager::Certificate", {
      DomainName: "chat.example.com",
    });
    const application = templateOf("withDomain", "application");
    application.hasResourceProperties("AWS::CloudFront::Distribution", {
      DistributionConfig: Match.objectLike({ Aliases: ["chat.example.com"] }),
    });
    application.resourceCountIs("AWS::Route53::RecordSet", 2);
    application.hasOutput("Url", { Value: "https://chat.example.com" });
  });
});
