import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";

/** The requests that one address may send within five minutes. A whole office may share one address. */
const perAddress = 20_000;

/** The same for sign-in routes. Attackers try passwords there, and each attempt costs a slow hash. */
const signInsPerAddress = 500;

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
          statement: byAddress(signInsPerAddress, {
            byteMatchStatement: {
              fieldToMatch: { uriPath: {} },
              positionalConstraint: "STARTS_WITH",
              searchString: "/api/auth/",
              textTransformations: [{ priority: 0, type: "NORMALIZE_PATH" }],
            },
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
