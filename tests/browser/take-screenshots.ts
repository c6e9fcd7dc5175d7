import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startStack } from "../../localstack/stack.ts";
import { synthesize } from "../../localstack/synthesize.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { launchBrowser, openPage, signIn } from "./browser.ts";
import { createWorld, screens } from "./screens.ts";

/** `npm run screenshots [NAME …]` takes a picture of every screen, in light and dark, on a desktop and a phone. */
const folder = join(import.meta.dirname, "../../screenshots");
const wanted = process.argv.slice(2);

const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};

const data = await temporaryFolder();
const assembly = await synthesize(join(data.path, "cdk.out"));
const stack = await startStack({ assembly, dataFolder: data.path });
const browser = await launchBrowser();
try {
  mkdirSync(folder, { recursive: true });
  const world = await createWorld(stack.url);
  for (const [device, options] of Object.entries(devices)) {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const by of ["visitor", "newcomer", "ada", "owner"] as const) {
        const shown = screens.filter(
          (screen) => screen.by === by && (wanted.length === 0 || wanted.includes(screen.name)),
        );
        if (shown.length === 0) continue;
        const { page, errors } = await openPage(browser, stack.url, { ...options, colorScheme });
        if (by !== "visitor") await signIn(page, world[by]);
        for (const { name, show } of shown) {
          await show(page, world);
          // A picture of a running animation would differ each time.
          await page.evaluate(() =>
            Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
          );
          await page.screenshot({ path: join(folder, `${name}-${device}-${colorScheme}.png`) });
        }
        for (const error of errors) console.error(`${by} on ${device}: ${error}`);
        await page.context().close();
      }
    }
  }
  console.log(`The screenshots are in ${folder}`);
} finally {
  await browser.close();
  await stack.stop();
  await data.remove();
}
