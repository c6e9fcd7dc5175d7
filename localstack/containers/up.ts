import { mkdirSync } from "node:fs";
import { build } from "esbuild";
import { root } from "../../infra/build-output.ts";
import { compose, emulator } from "./compose.ts";
import { folder, ports } from "./folder.ts";

/** `npm run local:up`: starts containers for PostgreSQL, an AWS emulator, our Data API, and a front that acts as CloudFront. */
mkdirSync(folder, { recursive: true });
await build({
  absWorkingDir: root,
  entryPoints: ["localstack/containers/services-main.ts", "localstack/containers/front-main.ts"],
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  // CommonJS dependencies expect a `require`.
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
  logLevel: "warning",
});
compose("up", "--detach", "--wait");
console.log(`${emulator} runs at http://localhost:${ports.aws}; deploy to it: npm run local:deploy`);
