import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";

/**
 * Service workers and animations double the CPU time of a test, so service workers are blocked and motion is reduced.
 */
const defaults: BrowserContextOptions = {
  locale: "en-GB",
  reducedMotion: "reduce",
  serviceWorkers: "block",
};

/** A context that later tests use again. */
interface Shared {
  url: string;
  /** Keeps the process with the compiled code of the application. */
  empty: Page;
}

const shared = new WeakMap<BrowserContext, Shared>();
/** Contexts without users. */
const idle = new Set<BrowserContext>();

/** Changes of these kinds would outlive the test. */
const permanent = [
  "addInitScript",
  "exposeBinding",
  "exposeFunction",
  "grantPermissions",
  "route",
  "routeWebSocket",
  "setExtraHTTPHeaders",
  "setGeolocation",
  "setOffline",
] as const;

function refuseChange(): never {
  throw new Error("Later tests use this context. Change the page, or open the page with options.");
}

/** Opens an empty page of the origin, which gives access to the storage before the application reads it. */
export async function openEmptyPage(page: Page): Promise<Page> {
  const body = '<link rel="icon" href="data:,">';
  await page.route("**/empty", (route) => route.fulfill({ contentType: "text/html", body }), { times: 1 });
  await page.goto("/empty");
  return page;
}

async function createShared(browser: Browser, url: string): Promise<BrowserContext> {
  const context = await browser.newContext({ ...defaults, baseURL: url });
  const empty = await openEmptyPage(await context.newPage());
  for (const name of permanent) context[name] = refuseChange;
  shared.set(context, { url, empty });
  return context;
}

/**
 * Returns a context like another user's computer. Without options, it may be one that an earlier test has used: the
 * browser has the page's code already, which saves a third of the CPU time.
 */
export async function takeContext(
  browser: Browser,
  url: string,
  options: BrowserContextOptions | undefined,
): Promise<BrowserContext> {
  if (options) return browser.newContext({ ...defaults, baseURL: url, ...options });
  const found = browser.contexts().find((context) => idle.has(context) && shared.get(context)?.url === url);
  if (!found) return createShared(browser, url);
  idle.delete(found);
  return found;
}

/** The empty page of a context that later tests use again. */
export const emptyPageOf = (context: BrowserContext): Page | undefined => shared.get(context)?.empty;

/** Closes the pages of a test. Contexts without options lose their cookies and storage, and later tests use them. */
export async function releaseContexts(browser: Browser): Promise<void> {
  await Promise.all(
    browser.contexts().map(async (context) => {
      const empty = emptyPageOf(context);
      if (!empty) return context.close();
      const pages = context.pages().filter((page) => page !== empty);
      await Promise.all([context.clearCookies(), ...pages.map((page) => page.close())]);
      await empty.evaluate(async () => {
        localStorage.clear();
        for (const { name } of await indexedDB.databases()) {
          if (name === undefined) continue;
          await new Promise((resolve, reject) => {
            const deleting = indexedDB.deleteDatabase(name);
            deleting.onsuccess = resolve;
            deleting.onerror = reject;
          });
        }
      });
      idle.add(context);
    }),
  );
}
