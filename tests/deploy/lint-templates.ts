import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { pythonTool } from "./python-tool.ts";

/** `npm run lint:templates`: AWS's cfn-lint over the templates of every profile, which `npm run synth` has made. */
const folder = join(root, "cdk.out");
const templates = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".template.json"))
  .sort();
// CDK writes each function's dependency on its role a second time (W3005).
const rules = ["--ignore-checks", "W3005", "--non-zero-exit-code", "warning"];
execFileSync(pythonTool("cfn-lint", "1.58.0"), [...rules, "--", ...templates], {
  cwd: folder,
  stdio: "inherit",
});
console.log(`cfn-lint finds nothing in ${templates.length} templates: ${templates.join(", ")}`);
