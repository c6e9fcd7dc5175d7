import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { pythonTool } from "./python-tool.ts";

/**
 * `npm run lint:templates` runs AWS's cfn-lint on the templates that `npm run synth` wrote for every profile. It then
 * synthesizes them again, and `cdk diff` must find no difference.
 */
const folder = join(root, "cdk.out");
const templates = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".template.json"))
  .sort();
// CDK adds an explicit dependency on each function's role, which the template's references imply (W3005).
const rules = ["--ignore-checks", "W3005", "--non-zero-exit-code", "warning"];
execFileSync(pythonTool("cfn-lint", "1.58.0"), [...rules, "--", ...templates], {
  cwd: folder,
  stdio: "inherit",
});
console.log(`cfn-lint finds nothing in ${templates.length} templates: ${templates.join(", ")}`);

const before = mkdtempSync(join(tmpdir(), "chatflow-synth-"));
try {
  cpSync(folder, before, { recursive: true });
  execFileSync("npm", ["run", "--silent", "synth"], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  for (const template of templates) {
    const stack = basename(template, ".template.json");
    const inputs = ["--app", join(folder, dirname(template)), "--template", join(before, template)];
    const cdk = join(root, "node_modules/aws-cdk/bin/cdk");
    // With `--fail`, a difference throws.
    execFileSync(process.execPath, [cdk, "diff", stack, "--exclusively", "--fail", ...inputs], {
      cwd: root,
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  console.log("cdk diff finds no difference to a second synthesis");
} finally {
  rmSync(before, { recursive: true, force: true });
}
