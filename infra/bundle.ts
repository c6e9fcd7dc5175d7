import { join } from "node:path";
import { buildSync } from "esbuild";

/** The functions; each has `functions/NAME/handler.ts` as its entry. */
export type FunctionName = "auth" | "api" | "socket" | "authorizer" | "migrate";

const root = join(import.meta.dirname, "..");

/** Lambda sets credentials in the environment: the SDK's other ways to find some are left out of the bundle. */
const credentials = {
  "@aws-sdk/credential-provider-node": join(import.meta.dirname, "lambda-credentials.ts"),
};

/**
 * Bundles a function into `outdir`: one minified ES module with all that it uses and nothing else.
 * @returns the folder, ready to be zipped
 */
export function bundleFunction(name: FunctionName, outdir = join(root, ".build/functions", name)): string {
  buildSync({
    absWorkingDir: root,
    entryPoints: [`functions/${name}/handler.ts`],
    outfile: join(outdir, "index.mjs"),
    bundle: true,
    minify: true,
    // The oldest Node that runs it: the local stack's. Lambda's is newer.
    target: "node20",
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    alias: credentials,
    // CommonJS packages among the dependencies expect a `require`.
    banner: {
      js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
  return outdir;
}
