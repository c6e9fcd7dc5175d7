import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { setDatabaseVariables, type UsableDatabase } from "./database.ts";

export interface ExistingDatabaseProps {
  readonly arn: string;
  readonly secretArn: string;
}

/** A cluster that exists already, behind the Data API: a restored one, or that of an emulator. */
export class ExistingDatabase extends Construct implements UsableDatabase {
  readonly functionPlace = undefined;
  readonly #props: ExistingDatabaseProps;

  constructor(scope: Construct, id: string, props: ExistingDatabaseProps) {
    super(scope, id);
    this.#props = props;
  }

  grantUse(user: LambdaFunction): void {
    user.addToRolePolicy(
      new PolicyStatement({
        actions: [
          "rds-data:BatchExecuteStatement",
          "rds-data:BeginTransaction",
          "rds-data:CommitTransaction",
          "rds-data:ExecuteStatement",
          "rds-data:RollbackTransaction",
        ],
        resources: [this.#props.arn],
      }),
    );
    user.addToRolePolicy(
      new PolicyStatement({
        actions: ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"],
        resources: [this.#props.secretArn],
      }),
    );
    setDatabaseVariables(user, this.#props.arn, this.#props.secretArn);
  }
}
