import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";
import { restRoutes } from "../application/rest-routes.ts";

/** The requests that one address may send within five minutes. A whole office may share one address. */
const perAddress = 20_000;

/** The guesses of passwords, codes and names that one address may send in the same time. Each may cost a slow hash. */
const guessesPerAddress = 500;

/**
 * The public calls that give an attacker nothing to guess. Every open page renews its session about four times an hour,
 * so an office behind one address would otherwise lock itself out every morning.
 */
const notGuessing = [
  "POST /auth/refresh",
  "POST /auth/logout",
  "GET /.well-known/jwks.json",
  // The sign-up rule and the name, which everyone may know. Its path is also the beginning of routes for signed-in users.
  "GET /workspace",
  "GET /openapi.json",
  "GET /docs",
];

/** The paths below which a call may be a guess. A new public route counts, unless it is listed above. */
const guessedPaths = [
  ...new Set(
    restRoutes
      .filter(({ access, method, path }) => access === "public" && !notGuessing.includes(`${method} ${path}`))
      .map(({ path }) => `/api${path.replace(/\{.*/, "")}`),
  ),
];

const pathStartsWith = (searchString: string): CfnWebACL.StatementProperty => ({
  byteMatchStatement: {
    fieldToMatch: { uriPath: {} },
    positionalConstraint: "STARTS_WITH",
    searchString,
    textTransformations: [
      { priority: 0, type: "URL_DECODE" },
      { priority: 1, type: "NORMALIZE_PATH" },
    ],
  },
});

const byAddress = (limit: number, scopeDownStatement?: CfnWebACL.StatementProperty) => ({
  rateBasedStatement: { aggregateKeyType: "IP", limit, evaluationWindowSec: 300, scopeDownStatement },
});

/**
 * The distribution's web application firewall. It limits requests per address, and blocks addresses that AWS lists as
 * malicious. It does not inspect bodies, because AWS's rules against injections would block messages about code.
 */
export class Firewall extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const visible = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
      metricName,
    });
    const acl = new CfnWebACL(this, "Acl", {
      scope: "CLOUDFRONT",
      defaultAction: { allow: {} },
      visibilityConfig: visible("ChatFlow"),
      rules: [
        {
          name: "bad-addresses",
          priority: 0,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesAmazonIpReputationList" },
          },
          visibilityConfig: visible("BadAddresses"),
        },
        {
          name: "ways-in",
          priority: 1,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: byAddress(guessesPerAddress, {
            orStatement: { statements: guessedPaths.map(pathStartsWith) },
          }),
          visibilityConfig: visible("WaysIn"),
        },
        {
          name: "requests",
          priority: 2,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: byAddress(perAddress),
          visibilityConfig: visible("Requests"),
        },
      ],
    });
    this.arn = acl.attrArn;
  }
}
