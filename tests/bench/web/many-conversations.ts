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
 * Starts to count the work of the page's main thread, which depends less on other programs than frames do.
 *
 * @returns a function that returns the milliseconds per 100 rows
 */
async function startCosts(page: Page): Promise<(rows: number) => Promise<Record<string, number>>> {
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const read = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  const before = await read();
  return async (rows) => {
    const after = await read();
    await session.detach();
    const per100 = (name: string) =>
      Math.round((((after.get(name) ?? 0) - (before.get(name) ?? 0)) * 1_000_000) / rows) / 10;
    return {
      "script, ms per 100 rows": per100("ScriptDuration"),
      "style, ms per 100 rows": per100("RecalcStyleDuration"),
      "layout, ms per 100 rows": per100("LayoutDuration"),
      "all tasks, ms per 100 rows": per100("TaskDuration"),
    };
  };
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
  const costs = await startCosts(page);
  const scrolled = await watch(page, async () => {
    for (const end = Date.now() + scrollSeconds * 1000; Date.now() < end; ) await page.mouse.wheel(0, 400);
  });
  const top = await list(page).evaluate((element) => element.scrollTop);
  const rows = Math.max(1, Math.round(top / rowHeight));
  measurements.add("scrolling through the list", scrolled, { "rows passed": rows, ...(await costs(rows)) });
  await page.close();
}
