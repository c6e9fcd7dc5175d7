import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { buildAll } from "../infra/build-all.ts";
import { buildOnce, hashOf, root } from "../infra/build-output.ts";
import { pointToCurrentBuilds } from "./current-builds.ts";

const run = promisify(execFile);
const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/**
 * The deployer's settings. Locally, e-mails need a sender, and the first person to register becomes the owner. Assets
 * stay where they were built.
 */
const deployedWith = {
  mailFrom: "chatflow@example.com",
  signUp: "open",
  checks: false,
  "aws:cdk:disable-asset-staging": true,
};

/** Everything that the templates depend on, apart from the built code. */
const sources = ["infra", "contract", "cdk.json", "package-lock.json"].map((path) => ({ path }));

/**
 * Synthesizes the CDK app like `cdk synth`. The app runs in a new process, which reads the current code, and only if
 * its sources have changed. Otherwise the assembly is an earlier one with the current builds of the functions and the
 * page.
 * @param more  additional context, as with `-c KEY=VALUE`
 * @returns the folder of the cloud assembly
 * @throws with the app's output if it failed
 */
export async function synthesize(outdir: string, more: Record<string, unknown> = {}): Promise<string> {
  const { context } = CdkJson.parse(JSON.parse(await readFile(join(root, "cdk.json"), "utf8")));
  const settings = JSON.stringify({ ...context, ...deployedWith, ...more });
  const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
  const hash = hashOf([...sources, settings, JSON.stringify({ account, region })]);
  const assembly = await buildOnce("assemblies", hash, (folder) => runApp(folder, settings));
  // The app builds everything while it loads, but it has not run if its own sources are unchanged.
  await buildAll();
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  await cp(assembly, outdir, { recursive: true });
  await pointToCurrentBuilds(outdir);
  return outdir;
}

async function runApp(outdir: string, settings: string): Promise<void> {
  try {
    await run(process.execPath, ["--import", "tsx", join(root, "infra/app.ts")], {
      cwd: root,
      env: {
        ...process.env,
        // CDK's own template validation takes 6 s of CPU. `npm run synth` keeps it.
        CDK_VALIDATION: "false",
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: settings,
      },
    });
  } catch (error) {
    const { stderr } = z.object({ stderr: z.string().catch("") }).parse(error);
    throw new Error(`The CDK app failed:\n${stderr.trim()}`);
  }
}
