import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { setDatabaseVariables, type UsableDatabase } from "./database.ts";

export interface ExistingDatabaseProps {
  readonly arn: string;
  readonly secretArn: string;
}

/** A database that exists already, behind a Data API that an emulator serves. */
export class ExistingDatabase extends Construct implements UsableDatabase {
  readonly functionPlace = undefined;
  readonly #props: ExistingDatabaseProps;

  constructor(scope: Construct, id: string, props: ExistingDatabaseProps) {
    super(scope, id);
    this.#props = props;
  }

  grantUse(user: LambdaFunction): void {
    setDatabaseVariables(user, this.#props.arn, this.#props.secretArn);
  }
}
