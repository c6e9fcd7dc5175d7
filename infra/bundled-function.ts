import { Architecture, Code, Function as LambdaFunction, Runtime } from "aws-cdk-lib/aws-lambda";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { bundleFunction, type FunctionName } from "./bundle.ts";

export interface BundledFunctionProps {
  readonly bundle: FunctionName;
  readonly description: string;
  /** MB; CPU comes in proportion. */
  readonly memorySize?: number;
  readonly timeout?: Duration;
}

/** A function made of `functions/NAME/handler.ts`, on Graviton, with a log of its own. */
export class BundledFunction extends LambdaFunction {
  constructor(scope: Construct, id: string, { bundle, ...props }: BundledFunctionProps) {
    super(scope, id, {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: "index.handler",
      code: Code.fromAsset(bundleFunction(bundle)),
      memorySize: 1024,
      // API Gateway waits 29 seconds at most; waking a paused cluster takes up to about 15.
      timeout: Duration.seconds(29),
      logGroup: new LogGroup(scope, `${id}Log`, {
        retention: RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      ...props,
    });
  }
}
