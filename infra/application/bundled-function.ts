import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Architecture, Code, Function as LambdaFunction, Runtime, Tracing } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import type { FunctionPlace } from "../data/network.ts";
import { suppressRule } from "../operations/suppress-rule.ts";
import type { Profile } from "../profiles.ts";
import { bundleOf, type FunctionName } from "./bundle.ts";

export interface BundledFunctionProps {
  readonly bundle: FunctionName;
  readonly description: string;
  /** A fixed name, for people who invoke the function. By default, CloudFormation chooses one. */
  readonly functionName?: string;
  readonly profile: Profile;
  /** The place in the database's network. Undefined if the function stays outside it. */
  readonly place?: FunctionPlace | undefined;
  /** MB. Lambda assigns CPU in proportion. */
  readonly memorySize?: number;
  readonly timeout?: Duration;
  /** The maximum number of simultaneous instances, reserved from the account's concurrency. */
  readonly reservedConcurrentExecutions?: number | undefined;
}

/** The reason for resources that end in a wildcard. permissions.test.ts lists them. */
const wildcards =
  "X-Ray supports no resources. Connection ids and file names are unknown at deployment, so their ARNs end in a wildcard.";

/** Lambda uses these permissions to attach a function to a network. The resources are unknown at deployment. */
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

/** A function with the code of `functions/handlers/NAME/handler.ts`, on Graviton, with its log group. */
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
    // AWS's managed policy for functions would allow each function to write to every log group.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal("lambda.amazonaws.com") });
    logGroup.grantWrite(role);
    if (place) role.addToPrincipalPolicy(networkAccess);
    super(scope, id, {
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: Code.fromAsset(bundleOf(bundle)),
      memorySize: 1024,
      // API Gateway waits for 29 seconds at most.
      timeout: Duration.seconds(29),
      ...(profile.isWatched && { tracing: Tracing.ACTIVE }),
      ...(reservedConcurrentExecutions !== undefined && { reservedConcurrentExecutions }),
      ...place,
      ...props,
    });
    suppressRule(role, "IAM5", wildcards);
  }
}
