import { Duration } from "aws-cdk-lib/core";
import { Trigger } from "aws-cdk-lib/triggers";
import { Construct, type IDependable } from "constructs";
import { BundledFunction } from "./bundled-function.ts";
import type { Database } from "./database.ts";
import type { Profile } from "./profiles.ts";

/** Migrates the database in each deployment that brings a new version of the `migrate` function. */
export class Migrations extends Construct {
  readonly #trigger: Trigger;

  constructor(scope: Construct, id: string, { database, profile }: { database: Database; profile: Profile }) {
    super(scope, id);
    const timeout = Duration.minutes(5);
    const migrate = new BundledFunction(this, "Migrate", {
      bundle: "migrate",
      description: "Brings the database to the newest migration",
      profile,
      timeout,
    });
    database.grantUse(migrate);
    this.#trigger = new Trigger(this, "Run", {
      handler: migrate,
      timeout,
      executeAfter: [database],
    });
  }

  /** The APIs open only when the database is as their functions expect it; a failed migration stops the deployment. */
  before(...apis: readonly { opensAfter(dependency: IDependable): void }[]): void {
    for (const api of apis) api.opensAfter(this.#trigger);
  }
}
