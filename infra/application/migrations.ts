import type { Function as LambdaFunction } from "aws-cdk-lib/aws-lambda";
import { Duration } from "aws-cdk-lib/core";
import { InvocationType, Trigger } from "aws-cdk-lib/triggers";
import { Construct } from "constructs";
import type { UsableDatabase } from "../data/database.ts";
import type { FirstSignUpRule, Profile } from "../profiles.ts";
import { BundledFunction } from "./bundled-function.ts";

export interface MigrationsProps {
  readonly database: UsableDatabase;
  readonly profile: Profile;
  /** The sign-up rule of a new workspace. */
  readonly firstSignUpRule: FirstSignUpRule;
}

/**
 * Migrates the database in each deployment that changes the migrate function. Runs it again once the functions are
 * replaced, so that searches find the messages that the functions of the previous release have written meanwhile.
 */
export class Migrations extends Construct {
  readonly #migrate: LambdaFunction;
  readonly #trigger: Trigger;

  constructor(scope: Construct, id: string, { database, profile, firstSignUpRule }: MigrationsProps) {
    super(scope, id);
    const timeout = Duration.minutes(5);
    const migrate = new BundledFunction(this, "Migrate", {
      bundle: "migrate",
      description: "Migrates the database to the newest version",
      profile,
      place: database.functionPlace,
      timeout,
    });
    migrate.addEnvironment("FIRST_SIGN_UP_RULE", firstSignUpRule);
    database.grantUse(migrate);
    this.#migrate = migrate;
    this.#trigger = new Trigger(this, "Run", {
      handler: migrate,
      timeout,
      executeAfter: [database],
    });
  }

  /** Deploys functions only after the migrations. A migration that fails stops the deployment before new code runs. */
  before(...functions: readonly LambdaFunction[]): void {
    this.#trigger.executeBefore(...functions);
    new Trigger(this, "RunAgain", {
      handler: this.#migrate,
      // The new functions run already, so a failure must not roll them back. The cleanup function continues.
      invocationType: InvocationType.EVENT,
      executeAfter: [...functions],
    });
  }
}
