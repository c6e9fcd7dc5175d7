import { join } from "node:path";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { createCompany } from "../showcase/company.ts";
import { companyScreens } from "../showcase/company-screens.ts";
import { insertFirstOwner } from "../support/accounts.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { launchBrowser } from "./browser.ts";
import { createWorld, screens } from "./screens.ts";
import { takeScreenshots } from "./screenshots.ts";

/**
 * `npm run screenshots [NAME …]` takes a picture of every screen, in light and dark, on a desktop and a phone. The
 * screens whose names begin with `company` show a company of 40 people.
 */
const folder = join(import.meta.dirname, "../../screenshots");
const wanted = process.argv.slice(2);
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name);
const isAnyWanted = (shown: readonly { name: string }[]) => shown.some(({ name }) => isWanted(name));

const data = await temporaryFolder();
const assembly = await synthesize(join(data.path, "cdk.out"));
const stack = await startStack({ assembly, dataFolder: data.path });
const browser = await launchBrowser();
try {
  // Accounts are inserted into the database, which saves half a second for each password.
  await insertFirstOwner(stack);
  const { url } = stack;
  const world = isAnyWanted(screens) ? await createWorld(url) : undefined;
  const company = isAnyWanted(companyScreens) ? await createCompany(url) : undefined;
  await takeScreenshots({ browser, url, folder, world, company, isWanted });
  console.log(`The screenshots are in ${folder}`);
} finally {
  await browser.close();
  await stack.stop();
  await data.remove();
}
