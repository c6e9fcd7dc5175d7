import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../infra/build-output.ts";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { launchBrowser } from "../browser/browser.ts";
import { insertFirstOwner } from "../support/accounts.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createCompany } from "./company.ts";
import { takeReadmePictures } from "./readme-pictures.ts";
import { record } from "./recording.ts";

/** `npm run showcase` renews the README's pictures and its recording, from a company of 40 people. */
const folder = join(root, "docs/pictures");
const data = await temporaryFolder();
const stack = await startStack({
  assembly: await synthesize(join(data.path, "cdk.out")),
  dataFolder: data.path,
});
const browser = await launchBrowser();
try {
  await insertFirstOwner(stack);
  const company = await createCompany(stack.url);
  mkdirSync(folder, { recursive: true });
  const write = (name: string, bytes: Uint8Array) => {
    writeFileSync(join(folder, name), bytes);
    console.log(`${name}: ${Math.round(bytes.length / 1024)} KB`);
  };
  for (const [name, bytes] of await takeReadmePictures(browser, stack.url, company)) write(name, bytes);
  write("recording.gif", await record(browser, stack.url, company));
} finally {
  await browser.close();
  await stack.stop();
  await data.remove();
}
