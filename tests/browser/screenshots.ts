import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Company } from "../showcase/company.ts";
import { companyScreens } from "../showcase/company-screens.ts";
import type { Person } from "../support/people.ts";
import { openPage, signIn } from "./browser.ts";
import { screens, type World } from "./screens.ts";

/** The devices whose screens the screenshots show. */
const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
} as const satisfies Record<string, BrowserContextOptions>;

const colorSchemes = ["light", "dark"] as const;

/** A way to look at the screens. */
export interface Look {
  device: keyof typeof devices;
  colorScheme: (typeof colorSchemes)[number];
}

export const everyLook: readonly Look[] = (["desktop", "phone"] as const).flatMap((device) =>
  colorSchemes.map((colorScheme) => ({ device, colorScheme })),
);

export interface Screenshots {
  browser: Browser;
  url: string;
  /** The folder for the pictures. */
  folder: string;
  /** Takes screenshots of its screens. */
  world?: World | undefined;
  /** Takes screenshots of its screens, with names that begin with `company`. */
  company?: Company | undefined;
  looks?: readonly Look[];
  isWanted?: (name: string) => boolean;
}

/**
 * Takes a picture of the screens of a world and of a company.
 *
 * @returns the names of the files
 * @throws if a page reports an error
 */
export async function takeScreenshots({
  browser,
  url,
  folder,
  world,
  company,
  looks = everyLook,
  isWanted = () => true,
}: Screenshots): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];

  /** Takes pictures of what one user, or a visitor, sees. */
  async function show(
    { device, colorScheme }: Look,
    person: Person | undefined,
    shown: readonly { name: string; show: (page: Page) => Promise<void> }[],
  ) {
    const wanted = shown.filter(({ name }) => isWanted(name));
    if (wanted.length === 0) return;
    const { page, errors } = await openPage(browser, url, { ...devices[device], colorScheme });
    if (person) await signIn(page, person);
    for (const screen of wanted) {
      await screen.show(page);
      taken.push(await take(page, folder, `${screen.name}-${device}-${colorScheme}`));
    }
    await page.context().close();
    const reports = errors.map((error) => new Error(error));
    if (reports.length > 0)
      throw new AggregateError(reports, `The page of ${person?.username ?? "a visitor"} reported errors`);
  }

  for (const look of looks) {
    for (const by of ["visitor", "newcomer", "ada", "owner"] as const) {
      if (!world) break;
      const shown = screens.filter((screen) => screen.by === by);
      await show(
        look,
        by === "visitor" ? undefined : world[by],
        shown.map((screen) => ({ name: screen.name, show: (page) => screen.show(page, world) })),
      );
    }
    if (!company) continue;
    await show(
      look,
      company.mara,
      companyScreens.map((screen) => ({ name: screen.name, show: (page) => screen.show(page, company) })),
    );
  }
  return taken;
}

/** Takes a picture once animations have ended, because it would differ each time. */
async function take(page: Page, folder: string, name: string): Promise<string> {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
  );
  const file = `${name}.png`;
  await page.screenshot({ path: join(folder, file) });
  return file;
}
