import type { Browser, Page } from "playwright-core";
import type { RunningStack } from "../../../localstack/stack.ts";
import { openPage, signIn } from "../../browser/browser.ts";
import { withDatabase } from "../../support/accounts.ts";
import { insertConversations } from "../../support/many-conversations.ts";
import { newPerson } from "../../support/people.ts";
import { sized } from "../small.ts";
import type { PageMeasurements } from "./page-measurements.ts";
import { watch } from "./watch.ts";

const counts = {
  channels: sized(300, 20),
  groups: sized(500, 30),
  directs: sized(1_200, 60),
  messages: 50,
};
const conversations = counts.channels + counts.groups + counts.directs;
const scrollSeconds = sized(10, 1);
const reloads = sized(5, 1);

/** The height of a row in the list, in pixels. */
const rowHeight = 52;

const list = (page: Page) => page.locator("nav [data-scrolls]");

/** Waits until the list has its whole length. */
async function wholeList(page: Page): Promise<void> {
  await page.waitForFunction(
    (height) => (document.querySelector("nav [data-scrolls]")?.scrollHeight ?? 0) >= height,
    conversations * rowHeight,
  );
}

/**
 * Measures a person with 300 channels, 2,000 conversations and 100,000 unread messages: how soon the page shows the
 * list, and how it scrolls.
 */
export async function measureManyConversations(
  browser: Browser,
  { url, databaseUrl }: RunningStack,
  measurements: PageMeasurements,
): Promise<void> {
  const cleo = await newPerson(url, "cleo", "Cleo Many");
  await insertConversations(databaseUrl, cleo, counts);
  await withDatabase(databaseUrl, (client) => client.query("VACUUM ANALYZE"));
  const { page } = await openPage(browser, url, { viewport: { width: 1280, height: 800 } });
  await signIn(page, cleo);
  await wholeList(page);

  const shown: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < reloads; round++) {
    const started = performance.now();
    await page.goto("/", { waitUntil: "commit" });
    await page.getByRole("link", { name: /channel 1\b/ }).waitFor();
    shown.push(performance.now() - started);
    await wholeList(page);
    whole.push(performance.now() - started);
  }
  const median = (times: number[]) => Math.round(times.sort((a, b) => a - b)[times.length >> 1] ?? 0);
  console.log(`opening the page with ${conversations} conversations`, {
    "ms to the list": median(shown),
    "ms to all conversations": median(whole),
  });

  await list(page).hover();
  const scrolled = await watch(page, async () => {
    for (const end = Date.now() + scrollSeconds * 1000; Date.now() < end; ) await page.mouse.wheel(0, 400);
  });
  const top = await list(page).evaluate((element) => element.scrollTop);
  measurements.add("scrolling through the list", scrolled, { "rows passed": Math.round(top / rowHeight) });
  await page.close();
}
