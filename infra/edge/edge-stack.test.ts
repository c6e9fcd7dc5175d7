import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { type RestRoute, restRoutes } from "../application/rest-routes.ts";
import { stackNames, templateOf } from "../testing/templates.ts";

describe("The edge stack", () => {
  test("attaches a firewall to the distribution in prod", () => {
    templateOf("prod", "edge").hasResourceProperties("AWS::WAFv2::WebACL", { Scope: "CLOUDFRONT" });
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
    const addresses = Object.values(application.findResources("AWS::Route53::RecordSet")).map(
      ({ Properties: { Name, Type } }) => `${Name} ${Type}`,
    );
    expect(addresses).toEqual(expect.arrayContaining(["chat.example.com. A", "chat.example.com. AAAA"]));
    application.hasOutput("Url", { Value: "https://chat.example.com" });
  });
});

/** The lowest limit per address and five minutes that counts requests to a path. */
function limitOf(path: string): number {
  const [acl] = Object.values(templateOf("prod", "edge").findResources("AWS::WAFv2::WebACL"));
  const { Rules } = z.object({ Rules: z.array(z.object({ Statement: z.unknown() })) }).parse(acl?.Properties);
  const limits = Rules.flatMap(({ Statement }) => {
    const rate = RateStatement.safeParse(Statement).data?.RateBasedStatement;
    if (!rate) return [];
    const counts = !rate.ScopeDownStatement || countsPath(rate.ScopeDownStatement, path);
    return counts ? [rate.Limit] : [];
  });
  return Math.min(...limits);
}

const ByteMatch = z.object({
  FieldToMatch: z.strictObject({ UriPath: z.strictObject({}) }),
  PositionalConstraint: z.literal("STARTS_WITH"),
  SearchString: z.string(),
});
const Scope = z.strictObject({
  OrStatement: z.strictObject({
    Statements: z.array(z.strictObject({ ByteMatchStatement: z.looseObject(ByteMatch.shape) })).min(2),
  }),
});
const RateStatement = z.object({
  RateBasedStatement: z.object({
    Limit: z.number(),
    AggregateKeyType: z.literal("IP"),
    EvaluationWindowSec: z.literal(300),
    ScopeDownStatement: Scope.optional(),
  }),
});

/** Evaluates a rule's scope after its transformations, which decode and normalize the path. */
const countsPath = ({ OrStatement }: z.infer<typeof Scope>, path: string): boolean =>
  OrStatement.Statements.some(({ ByteMatchStatement }) => path.startsWith(ByteMatchStatement.SearchString));

describe("The firewall's limits per address", () => {
  const isGuess = ({ access, path }: RestRoute) =>
    access === "public" && !/refresh|logout|jwks|workspace|openapi|docs/.test(path);

  test("count every call that can be a guess at a password, a code or a name", () => {
    const guesses = restRoutes.filter(isGuess);
    expect(guesses.length).toBeGreaterThanOrEqual(5);
    for (const { path } of guesses)
      expect({ path, limit: limitOf(`/api${path}`) }).toEqual({ path, limit: 500 });
  });

  test("let an office of a thousand people behind one address renew their sessions", () => {
    for (const path of ["/auth/refresh", "/auth/logout", "/workspace"]) {
      expect({ path, limit: limitOf(`/api${path}`) }).toEqual({ path, limit: 20_000 });
    }
  });

  test("let an office of a thousand people use every route that needs a token", () => {
    const routes = restRoutes.filter(({ access }) => access === "signed-in");
    expect(routes.length).toBeGreaterThan(50);
    const limited = routes.filter(({ path }) => limitOf(`/api${path}`) !== 20_000);
    expect(limited.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });
});
