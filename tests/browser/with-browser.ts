import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser } from "./browser.ts";
import { releaseContexts } from "./contexts.ts";

// An exported binding is live, so importers see the browser of the current file.
export let browser: Browser;

/** Gives the tests of a file one browser. The pages of a test close after it. */
export function withBrowser(options: Parameters<typeof launchBrowser>[0] = {}): void {
  beforeAll(async () => {
    browser = await launchBrowser(options);
  });
  afterAll(() => browser.close());
  afterEach(() => releaseContexts(browser));
}
