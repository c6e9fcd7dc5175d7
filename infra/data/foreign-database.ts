import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";
import { tellDatabase, type UsableDatabase } from "./database.ts";

export interface ForeignDatabaseProps {
  readonly arn: string;
  readonly secretArn: string;
}

/** A database that is not ours to make, behind a Data API that somebody else serves. */
export class ForeignDatabase extends Construct implements UsableDatabase {
  readonly functionPlace = undefined;
  readonly #props: ForeignDatabaseProps;

  constructor(scope: Construct, id: string, props: ForeignDatabaseProps) {
    super(scope, id);
    this.#props = props;
  }

  grantUse(user: LambdaFunction): void {
    tellDatabase(user, this.#props.arn, this.#props.secretArn);
  }
}
