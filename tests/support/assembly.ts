import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import * as z from "zod";
import { buildAll } from "../../infra/build-all.ts";
import { root } from "../../infra/build-output.ts";
import type { ChatFlowProps } from "../../infra/chatflow.ts";
import { eventually } from "./eventually.ts";

const CdkJson = z.object({ context: z.record(z.string(), z.unknown()) });

/**
 * Synthesizes the app in this process. That is faster than `synthesize`, but does not notice changed sources. The CDK
 * loads only when this function runs, because loading it takes two seconds of CPU.
 *
 * @param context  the deployment's configuration, besides a sender address for e-mails
 * @returns the folder of the cloud assembly
 */
export async function synthesizeHere(
  outdir: string,
  context: Record<string, unknown>,
  props: Omit<ChatFlowProps, "configuration"> = {},
): Promise<string> {
  const [{ App, FileSystem }, { addChatFlow }, { parseConfiguration }] = await Promise.all([
    import("aws-cdk-lib/core"),
    import("../../infra/chatflow.ts"),
    import("../../infra/configuration.ts"),
    buildAll(),
  ]);
  const folders = join(inject("runFolder"), "assemblies");
  // The CDK remembers the first temporary folder that it sees. The folder of a test file would vanish too early.
  const ofThisFile = process.env.TMPDIR;
  mkdirSync(folders, { recursive: true });
  process.env.TMPDIR = folders;
  void FileSystem.tmpdir;
  process.env.TMPDIR = ofThisFile;
  const { context: flags } = CdkJson.parse(JSON.parse(readFileSync(join(root, "cdk.json"), "utf8")));
  const app = new App({
    outdir,
    context: { ...flags, "aws:cdk:disable-asset-staging": true },
    analyticsReporting: false,
  });
  const configuration = parseConfiguration({
    mailFrom: "chatflow@example.com",
    signUp: "open",
    ...context,
  });
  addChatFlow(app, { configuration, ...props });
  return app.synth().directory;
}

/** Creates a folder. @returns false if another process created it first */
function claim(folder: string): boolean {
  mkdirSync(join(folder, ".."), { recursive: true });
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (existsSync(folder)) return false;
    throw error;
  }
}

/**
 * Synthesizes the app with a configuration other than the shared stack's, once per run.
 *
 * @returns the folder of the cloud assembly
 */
export async function assemblyWith(context: Record<string, unknown>): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify(context, (_, value) => value ?? null));
  const folder = join(inject("runFolder"), "assemblies", key.digest("hex").slice(0, 12));
  const [assembly, done] = [join(folder, "cdk.out"), join(folder, "done")];
  if (claim(folder)) {
    await synthesizeHere(assembly, context);
    writeFileSync(done, "");
  }
  await eventually(() => {
    if (!existsSync(done)) throw new Error(`${assembly} is not complete yet`);
  });
  return assembly;
}
