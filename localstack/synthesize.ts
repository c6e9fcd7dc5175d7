import { execFile } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** As whoever deploys it says: here, mails have an address to be from. */
const deployedWith = { mailFrom: "chatflow@example.com", checks: false };

/**
 * Synthesizes the CDK app as `cdk synth` does, in a process of its own so that each time reads the code anew.
 * @param more  context beside that of cdk.json, as `-c KEY=VALUE` gives it
 * @returns the folder of the cloud assembly
 * @throws with what the app printed, if it failed
 */
export async function synthesize(outdir: string, more: Record<string, unknown> = {}): Promise<string> {
  const { context } = CdkJson.parse(JSON.parse(await readFile(join(root, "cdk.json"), "utf8")));
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  try {
    await run(process.execPath, ["--import", "tsx", join(root, "infra/app.ts")], {
      cwd: root,
      env: {
        ...process.env,
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, ...deployedWith, ...more }),
      },
    });
  } catch (error) {
    const { stderr } = z.object({ stderr: z.string().catch("") }).parse(error);
    throw new Error(`The CDK app failed:\n${stderr.trim()}`);
  }
  return outdir;
}
