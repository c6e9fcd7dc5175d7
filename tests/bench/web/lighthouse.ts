import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import * as z from "zod";
import { root } from "../../../infra/build-output.ts";
import { startStack } from "../../../localstack/stack.ts";
import { synthesize } from "../../../localstack/synthesize.ts";
import { composer, signIn } from "../../browser/browser.ts";
import { requireChromium } from "../../browser/chromium.ts";
import { newPerson } from "../../support/people.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/**
 * `npm run bench -- lighthouse` rates the sign-in page and an open conversation as on a throttled phone, with
 * Lighthouse's own settings. Lighthouse and its 130 packages are installed on the first run, which needs npm. An older
 * Lighthouse, the last one that can, checks whether the page can be installed.
 */
const version = "12.2.3";
const versionForInstallation = "11.7.1";

const folderOf = (lighthouse: string) => join(root, `.build/lighthouse-${lighthouse}`);

const Report = z.object({
  categories: z.record(z.string(), z.object({ score: z.number() })),
  audits: z.record(
    z.string(),
    z.object({ score: z.number().nullable(), displayValue: z.string().optional() }),
  ),
});

/** Installs a version of Lighthouse. @returns its program */
function install(lighthouse: string): string {
  const tool = folderOf(lighthouse);
  const cli = join(tool, "node_modules/lighthouse/cli/index.js");
  if (existsSync(cli)) return cli;
  mkdirSync(tool, { recursive: true });
  writeFileSync(join(tool, "package.json"), JSON.stringify({ private: true, dependencies: { lighthouse } }));
  execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], {
    cwd: tool,
    stdio: "inherit",
  });
  return cli;
}

const folder = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(join(folder.path, "cdk.out")),
  dataFolder: join(folder.path, "data"),
});
const port = 9_333;
const context = await chromium.launchPersistentContext(join(folder.path, "profile"), {
  executablePath: requireChromium(),
  baseURL: stack.url,
  args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`],
});

/** Runs Lighthouse in the browser's own tabs, and so as the user who is signed in there. */
async function audit(lighthouse: string, path: string, options: string[] = []) {
  const cli = install(lighthouse);
  const output = join(folderOf(lighthouse), "report.json");
  // Asynchronously, because this process serves the page.
  await promisify(execFile)(process.execPath, [
    cli,
    `${stack.url}${path}`,
    `--port=${port}`,
    "--disable-storage-reset",
    "--output=json",
    "--quiet",
    `--output-path=${output}`,
    ...options,
  ]);
  return Report.parse(JSON.parse(readFileSync(output, "utf8")));
}

const failedOf = ({ audits }: z.infer<typeof Report>): string =>
  Object.entries(audits)
    .filter(([, { score }]) => score !== null && score < 0.9)
    .map(([key]) => key)
    .join(", ") || "nothing";

async function rate(name: string, path: string): Promise<void> {
  const report = await audit(version, path);
  const { categories, audits } = report;
  const shown = [
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "speed-index",
  ];
  console.log(name, {
    ...Object.fromEntries(Object.entries(categories).map(([key, { score }]) => [key, score])),
    ...Object.fromEntries(shown.map((key) => [key, audits[key]?.displayValue])),
  });
  console.log(`  below 0.9: ${failedOf(report)}`);
}

try {
  const [ada, bob] = await Promise.all([
    newPerson(stack.url, "ada", "Ada Lovelace"),
    newPerson(stack.url, "bob", "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  for (let count = 1; count <= 60; count++) await bob.send(id, `Message ${count} with **some** marks`);
  await rate("sign-in", "/sign-in");
  const report = await audit(versionForInstallation, "/sign-in", ["--only-categories=pwa"]);
  console.log("installation", report.categories.pwa?.score, `below 0.9: ${failedOf(report)}`);
  const page = await context.newPage();
  await signIn(page, ada);
  await page.goto(`/c/${id}`);
  await composer(page).waitFor();
  await page.close();
  await rate("conversation", `/c/${id}`);
} finally {
  await context.close();
  await stack.stop();
  await folder.remove();
}
