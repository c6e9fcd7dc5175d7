import { CfnWebACL } from "aws-cdk-lib/aws-wafv2";
import { Construct } from "constructs";

/** Requests of one address within five minutes, beyond which it is refused for a while. A whole office may share one. */
const perAddress = 20_000;

/** The same for the ways in, where passwords are tried; each costs us a slow hash. */
const waysInPerAddress = 500;

const byAddress = (limit: number, scopeDownStatement?: CfnWebACL.StatementProperty) => ({
  rateBasedStatement: { aggregateKeyType: "IP", limit, evaluationWindowSec: 300, scopeDownStatement },
});

/**
 * The web application firewall in front of the distribution (which wants it in us-east-1). It counts, and knows bad
 * addresses; it does not look into what people say, where AWS's rules against injections would find attacks in any talk
 * about code.
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
          statement: byAddress(waysInPerAddress, {
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
