import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Stack } from "aws-cdk-lib/core";
import type { Configuration } from "../configuration.ts";

/**
 * Sets the STUN and TURN servers in a function's environment, and lets it read the secret of the TURN servers. The
 * key policy of `aws/ssm`, which encrypts the parameter, admits every principal that may read it.
 */
export function applyCallServers(
  user: LambdaFunction,
  { stun, turn, turnSecretParameter, isRelayed }: Configuration["calls"],
): void {
  if (stun.length > 0) user.addEnvironment("STUN_URLS", stun.join(","));
  if (isRelayed) user.addEnvironment("CALLS_RELAYED", "true");
  if (turn.length === 0 || turnSecretParameter === undefined) return;
  user.addEnvironment("TURN_URLS", turn.join(","));
  user.addEnvironment("TURN_SECRET_PARAMETER", turnSecretParameter);
  user.addToRolePolicy(
    new PolicyStatement({
      actions: ["ssm:GetParameter"],
      resources: [
        Stack.of(user).formatArn({
          service: "ssm",
          resource: "parameter",
          resourceName: turnSecretParameter.slice(1),
        }),
      ],
    }),
  );
}
