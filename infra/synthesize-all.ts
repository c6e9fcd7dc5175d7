import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./build-output.ts";
import { profiles } from "./profiles.ts";

/** `npm run synth`: every profile into `cdk.out/PROFILE`, by the CDK CLI, with cdk-nag; offline, and the same each time. */
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
