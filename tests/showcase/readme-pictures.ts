import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { openPage, signIn } from "../browser/browser.ts";
import type { Company } from "./company.ts";

/** Twice the pixels of the window, for sharp text on screens with a high density. */
const density = { deviceScaleFactor: 2 };

/** The compression of the pictures. At 80 of 100, text shows no traces. */
const quality = 80;

interface Picture {
  name: string;
  options: BrowserContextOptions;
  show: (page: Page, company: Company) => Promise<void>;
}

const pictures: readonly Picture[] = [
  {
    name: "channel",
    options: { viewport: { width: 1280, height: 800 }, ...density },
    show: async (page, { design }) => {
      await page.goto(`/c/${design.id}`);
      await page.getByRole("button", { name: /^3 replies/ }).click();
      const panel = page.getByRole("complementary");
      await panel.getByText("I will add it to the help page.").waitFor();
      // The colours of the code load later.
      await panel.locator("pre span").first().waitFor();
    },
  },
  {
    name: "phone",
    options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, ...density },
    show: async (page, { launch }) => {
      await page.goto(`/c/${launch.id}`);
      await page.getByRole("group", { name: "Poll" }).getByText("Bowling").waitFor();
    },
  },
];

/**
 * Chooses a time zone in which it is early afternoon, so that the pictures show an afternoon whenever they are taken. The
 * names of these zones count west as positive.
 */
export function afternoonZone(now: Date): string {
  const ahead = ((14 - now.getUTCHours() + 36) % 24) - 12;
  return ahead === 0 ? "Etc/GMT" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

/** Waits for fonts, pictures and animations, so that they are in the picture. */
export async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  await page.evaluate(() =>
    Promise.all([
      document.fonts.ready,
      ...document.getAnimations().map(({ finished }) => finished.catch(() => {})),
    ]),
  );
}

/** Takes a picture as WebP, which Playwright does not offer. */
async function takeWebp(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 };
  const clip = { x: 0, y: 0, width, height, scale: density.deviceScaleFactor };
  const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality, clip });
  await session.detach();
  return Buffer.from(data, "base64");
}

/** Takes the README's pictures of a company, in light and dark. @returns each file with its name */
export async function takeReadmePictures(
  browser: Browser,
  url: string,
  company: Company,
  colorSchemes: readonly ("light" | "dark")[] = ["light", "dark"],
): Promise<Map<string, Buffer>> {
  const taken = new Map<string, Buffer>();
  for (const { name, options, show } of pictures) {
    for (const colorScheme of colorSchemes) {
      const timezoneId = afternoonZone(new Date());
      const { page } = await openPage(browser, url, { ...options, colorScheme, timezoneId });
      await signIn(page, company.mara);
      await show(page, company);
      // The pointer would show a toolbar, and the caret blinks.
      await page.mouse.move(0, 0);
      await page.evaluate(
        () => document.activeElement instanceof HTMLElement && document.activeElement.blur(),
      );
      await settle(page);
      taken.set(`${name}-${colorScheme}.webp`, await takeWebp(page));
      await page.context().close();
    }
  }
  return taken;
}
