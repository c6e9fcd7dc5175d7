import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { BrowserContextOptions, Page } from "playwright-core";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { type Company, createCompany } from "../showcase/company.ts";
import { insertFirstOwner } from "../support/accounts.ts";
import type { Person } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { launchBrowser, openPage, signIn } from "./browser.ts";
import { createWorld, screens } from "./screens.ts";

/**
 * `npm run screenshots [NAME …]` takes a picture of every screen, in light and dark, on a desktop and a phone. The
 * screens whose names begin with `company` show a company of 40 people.
 */
const folder = join(import.meta.dirname, "../../screenshots");
const wanted = process.argv.slice(2);

const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

const companyScreens: readonly { name: string; show: (page: Page, company: Company) => Promise<void> }[] = [
  {
    name: "company-channel",
    show: async (page, { design }) => {
      await page.goto(`/c/${design.id}`);
      await page.getByRole("article").filter({ hasText: "On my 13″ laptop" }).waitFor();
    },
  },
  {
    name: "company-members",
    show: async (page, { launch }) => {
      await page.goto(`/c/${launch.id}`);
      await page.getByRole("button", { name: /^Members/ }).click();
      await page.getByRole("complementary").getByText("Chiara Bellini").waitFor();
    },
  },
  {
    name: "company-direct",
    show: async (page, { direct }) => {
      await page.goto(`/c/${direct.id}`);
      await page.getByRole("article").filter({ hasText: "Sure, call me." }).waitFor();
    },
  },
];

/** Takes a picture once animations have ended, because it would differ each time. */
async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
  );
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const isWanted = ({ name }: { name: string }) => wanted.length === 0 || wanted.includes(name);

const data = await temporaryFolder();
const assembly = await synthesize(join(data.path, "cdk.out"));
const stack = await startStack({ assembly, dataFolder: data.path });
const browser = await launchBrowser();

async function openSignedIn(person: Person | undefined, options: BrowserContextOptions) {
  const { page, errors } = await openPage(browser, stack.url, options);
  if (person) await signIn(page, person);
  const close = async () => {
    for (const error of errors) console.error(`${person?.username ?? "a visitor"}: ${error}`);
    await page.context().close();
  };
  return { page, close };
}

try {
  mkdirSync(folder, { recursive: true });
  // Accounts are inserted into the database, which saves half a second for each password.
  await insertFirstOwner(stack);
  const world = await createWorld(stack.url);
  const shownOfCompany = companyScreens.filter(isWanted);
  const company = shownOfCompany.length > 0 ? await createCompany(stack.url) : undefined;
  for (const [device, options] of Object.entries(devices)) {
    for (const colorScheme of ["light", "dark"] as const) {
      const open = (person: Person | undefined) => openSignedIn(person, { ...options, colorScheme });
      for (const by of ["visitor", "newcomer", "ada", "owner"] as const) {
        const shown = screens.filter((screen) => screen.by === by && isWanted(screen));
        if (shown.length === 0) continue;
        const { page, close } = await open(by === "visitor" ? undefined : world[by]);
        for (const { name, show } of shown) {
          await show(page, world);
          await take(page, `${name}-${device}-${colorScheme}`);
        }
        await close();
      }
      if (!company) continue;
      const { page, close } = await open(company.mara);
      for (const { name, show } of shownOfCompany) {
        await show(page, company);
        await take(page, `${name}-${device}-${colorScheme}`);
      }
      await close();
    }
  }
  console.log(`The screenshots are in ${folder}`);
} finally {
  await browser.close();
  await stack.stop();
  await data.remove();
}
