import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { buildOnce, hashOf, root } from "./build-output.ts";

/** The functions; each has `functions/NAME/handler.ts` as its entry. */
export type FunctionName =
  | "auth"
  | "api"
  | "socket"
  | "delivery"
  | "mail"
  | "authorizer"
  | "cleanup"
  | "migrate";

/** Lambda sets credentials in the environment: the SDK's other ways to find some are left out of the bundle. */
const onlyFromEnvironment = {
  "@aws-sdk/credential-provider-node": join(import.meta.dirname, "lambda-credentials.ts"),
};

/**
 * Bundles a function: one minified ES module with all that it uses and nothing else.
 * @returns the folder that holds it, as `index.mjs`
 */
export function bundleFunction(name: FunctionName): string {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: "index.mjs",
    bundle: true,
    minify: true,
    // The oldest Node that runs it: the local stack's. Lambda's is newer.
    target: "node20",
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    alias: onlyFromEnvironment,
    // CommonJS packages among the dependencies expect a `require`.
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "warning",
    write: false,
  });
  const code = outputFiles.map((file) => file.text).join("");
  return buildOnce(join("functions", name), hashOf([code]), (outdir) =>
    writeFileSync(join(outdir, "index.mjs"), code),
  );
}
