import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { buildSite } from "../../infra/edge/build-site.ts";
import { deployApplication } from "./application.ts";
import { folder, ports } from "./folder.ts";

/**
 * `npm run local:deploy`: deploys the application with the CDK CLI to the emulator that `local:up` has
 * started.
 */
mkdirSync(folder, { recursive: true });
const siteUrl = `http://localhost:${ports.front}`;
const application = await deployApplication({
  endpoint: `http://localhost:${ports.aws}`,
  // Containers reach each other by these names.
  endpointInside: "http://aws:4566",
  servicesUrl: "http://services:4567",
  siteUrl,
  folder,
});
const built = await buildSite();
const site = `site-${basename(built)}`;
cpSync(built, join(folder, site), { recursive: true });
for (const code of ["page-routes.js", "upload-forms.js", "viewer.js"]) {
  cpSync(join(root, "infra/edge", code), join(folder, code));
}
writeFileSync(join(folder, "deployed.json"), JSON.stringify({ application, site }));
console.log(`ChatFlow is running at ${siteUrl}; its mails are at http://localhost:${ports.services}/outbox`);
