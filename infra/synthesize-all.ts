import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build-output.ts";
import { profiles } from "./profiles.ts";

/**
 * `npm run synth`: synthesizes every profile into `cdk.out/PROFILE` with the CDK CLI and cdk-nag. It works offline, and
 * the same sources always give the same templates.
 */
const out = join(root, "cdk.out");
rmSync(out, { recursive: true, force: true });
for (const profile of Object.keys(profiles)) {
  const context = [`profile=${profile}`, "mailFrom=chat@example.com"].flatMap((each) => ["-c", each]);
  execFileSync(
    process.execPath,
    [
      join(root, "node_modules/aws-cdk/bin/cdk"),
      "synth",
      "--quiet",
      "--output",
      join(out, profile),
      ...context,
    ],
    { cwd: root, stdio: "inherit" },
  );
}
