import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib/core";
import * as z from "zod";
import { buildAll } from "../build-all.ts";
import { root } from "../build-output.ts";
import { addChatFlow } from "../chatflow.ts";
import { parseConfiguration } from "../configuration.ts";
import { addChecks } from "../operations/checks.ts";
import { profiles } from "../profiles.ts";
import { type Variant, variants } from "./variants.ts";

/**
 * A program for `templates.ts`: synthesizes every variant into `FOLDER/VARIANT`. One process for all variants is
 * several times faster than one each, because most of the first synthesis is loading CDK.
 */
const [, , folder] = process.argv;
if (!folder) throw new Error("Usage: synthesize-variants.ts FOLDER");

/** The feature flags of `cdk.json`, so that the tests see the templates that `cdk deploy` deploys. */
const { context: flags } = z
  .object({ context: z.record(z.string(), z.unknown()) })
  .parse(JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")));

await buildAll();
for (const [name, { context, home }] of Object.entries<Variant>(variants)) {
  const app = new App({
    outdir: join(folder, name),
    analyticsReporting: false,
    // The tests read templates, not the files that a deployment uploads.
    context: { ...flags, "aws:cdk:disable-asset-staging": true },
  });
  // Once per profile. The other variants have the same resources.
  if (name in profiles) addChecks(app);
  addChatFlow(app, { configuration: parseConfiguration(context), home });
  app.synth();
}
