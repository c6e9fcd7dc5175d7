import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { FunctionPlace } from "../data/network.ts";
import { suppressRule } from "../operations/suppress-rule.ts";
import type { Profile } from "../profiles.ts";
import { bundleFunction, type FunctionName } from "./bundle.ts";

export interface BundledFunctionProps {
  readonly bundle: FunctionName;
  readonly description: string;
  readonly profile: Profile;
  /** Where in a network, if it must be in one. */
  readonly place?: FunctionPlace | undefined;
  /** MB; CPU comes in proportion. */
  readonly memorySize?: number;
  readonly timeout?: Duration;
  /** The most instances at once, set apart from the account's concurrency. */
  readonly reservedConcurrentExecutions?: number | undefined;
}

/** Why some of what functions may do has no end. A test says which resources these are. */
const wildcards =
  "X-Ray takes no resource. Connection ids and the names of files are made as people come, so what they are part of ends in a wildcard.";

/** What Lambda does in a function's name to put it into a network; none of it takes a resource that is known before. */
const networkAccess = new PolicyStatement({
  actions: [
    "ec2:CreateNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:DeleteNetworkInterface",
    "ec2:AssignPrivateIpAddresses",
    "ec2:UnassignPrivateIpAddresses",
  ],
  resources: ["*"],
});

/** A function made of `functions/handlers/NAME/handler.ts`, on Graviton, with a log of its own. */
export class BundledFunction extends LambdaFunction {
  constructor(
    scope: Construct,
    id: string,
    { bundle, profile, place, reservedConcurrentExecutions, ...props }: BundledFunctionProps,
  ) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // Instead of AWS's policy for all functions, which lets each write into every log.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    if (place) role.addToPrincipalPolicy(networkAccess);
    super(scope, id, {
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: Code.fromAsset(bundleFunction(bundle)),
      memorySize: 1024,
      // API Gateway waits 29 seconds at most; waking a paused cluster takes up to about 15.
      timeout: Duration.seconds(29),
      ...(profile.isWatched && { tracing: Tracing.ACTIVE }),
      ...(reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions }),
      ...place,
      ...props,
    });
    suppressRule(role, "IAM5", wildcards);
  }
}
