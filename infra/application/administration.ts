import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { CfnOutput, Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { FirstSignUpRule, Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";

export interface AdministrationProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
  readonly firstSignUpRule: FirstSignUpRule;
}

/**
 * The admin function, for the operator. No API and no other function leads to it: callers need `lambda:InvokeFunction`
 * in this account. Its fixed name lets `npm run admin` and the AWS CLI find it.
 */
export class Administration extends Construct {
  readonly worker: LambdaFunction;

  constructor(scope: Construct, id: string, { database, profile, firstSignUpRule }: AdministrationProps) {
    super(scope, id);
    const functionName = `${Stack.of(this).stackName}-Admin`;
    this.worker = new BundledFunction(this, "Function", {
      bundle: "admin",
      functionName,
      description: "Issues setup links and changes roles, for people with access to this AWS account",
      profile,
      place: database.functionPlace,
      // A statement waits for a resuming database for up to 45 seconds.
      timeout: Duration.minutes(1),
    });
    database.grantUse(this.worker);
    if (firstSignUpRule === "invited") {
      new CfnOutput(Stack.of(this), "SetUp", {
        value: `aws lambda invoke --function-name ${functionName} --cli-binary-format raw-in-base64-out --payload '{"command":"setup-link"}' /dev/stdout`,
        description:
          "Prints a link for the first owner. `npm run admin -- setup-link` does the same. Nobody else can sign up until the owner invites them",
      });
    }
  }

  /** Sets the address that setup links start with. */
  linkTo(url: string): void {
    this.worker.addEnvironment("SITE_URL", url);
  }
}
