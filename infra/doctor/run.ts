import { resolveNs } from "node:dns/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as z from "zod";
import { root } from "../build-output.ts";
import { parseConfiguration } from "../configuration.ts";
import { examine } from "./examine.ts";

/** `npm run doctor -- -c KEY=VALUE …`: checks the account before a deployment with the same settings. */
const { values } = parseArgs({ options: { context: { type: "string", short: "c", multiple: true } } });
const CdkJson = z.object({ context: z.record(z.string(), z.unknown()).default({}) });
const { context } = CdkJson.parse(JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")));
const given = (values.context ?? []).map((text) => {
  const at = text.indexOf("=");
  return [text.slice(0, at), text.slice(at + 1)] as const;
});
const configuration = parseConfiguration({ ...context, ...Object.fromEntries(given) });
const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION ?? "us-east-1";

const findings = await examine(configuration, region, resolveNs);
for (const { subject, verdict, detail, remedy } of findings) {
  console.log(`${verdict.padEnd(8)} ${subject}: ${detail}`);
  if (remedy !== undefined) console.log(`         ${remedy}`);
}
if (findings.some(({ verdict }) => verdict === "problem")) process.exitCode = 1;
