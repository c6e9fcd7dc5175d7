import { execFile } from "node:child_process";
import { mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");
const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/** The deployer's settings. Locally, e-mails need a sender, and the first person to register becomes the owner. */
const deployedWith = { mailFrom: "chatflow@example.com", signUp: "open", checks: false };

/**
 * Synthesizes the CDK app like `cdk synth`, in a new process so that each run reads the current code.
 * @param more  additional context, as with `-c KEY=VALUE`
 * @returns the folder of the cloud assembly
 * @throws with the app's output if it failed
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
        // CDK's own template validation takes 6 s of CPU. `npm run synth` keeps it.
        CDK_VALIDATION: "false",
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
