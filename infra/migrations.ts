import { Duration, Stack } from "aws-cdk-lib/core";
import { Trigger } from "aws-cdk-lib/triggers";
import { Construct, type IDependable } from "constructs";
import { BundledFunction } from "./bundled-function.ts";
import type { Database } from "./database.ts";
import { justifyWildcards } from "./wildcards.ts";

/** Migrates the database in each deployment that brings a new version of the `migrate` function. */
export class Migrations extends Construct {
  readonly #trigger: Trigger;

  constructor(scope: Construct, id: string, { database }: { database: Database }) {
    super(scope, id);
    const timeout = Duration.minutes(5);
    const migrate = new BundledFunction(this, "Migrate", {
      bundle: "migrate",
      description: "Brings the database to the newest migration",
      timeout,
    });
    database.grantUse(migrate);
    this.#trigger = new Trigger(this, "Run", {
      handler: migrate,
      timeout,
      executeAfter: [database],
    });
    justifyWildcards(
      Stack.of(this).node.findChild("AWSCDK.TriggerCustomResourceProviderCustomResourceProvider"),
      "CDK's trigger invokes each new version of this one function; the version's number ends the resource.",
    );
  }

  /** The APIs open only when the database is as their functions expect it; a failed migration stops the deployment. */
  before(...apis: readonly { opensAfter(dependency: IDependable): void }[]): void {
    for (const api of apis) api.opensAfter(this.#trigger);
  }
}
