import type { BrowserContext, Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { sessionKey } from "../../client/session/session-stores.ts";
import { password } from "../support/accounts.ts";
import { newPerson, type Person, uniqueName } from "../support/people.ts";
import { composer, message, openPage, signIn } from "./browser.ts";
import { openSettings } from "./two-people.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

/** Stands for the browser's push service, which a headless browser does not have. */
const fakePush = `
  const key = "test.subscribed";
  if (localStorage.getItem(key) === null) localStorage.setItem(key, "true");
  PushManager.prototype.getSubscription = async () =>
    localStorage.getItem(key) === "true"
      ? { endpoint: "https://push.example/1", unsubscribe: async () => localStorage.setItem(key, "false") }
      : null;
`;

/** Everything that the browser stores, as text. */
const stored = (page: Page) =>
  page.evaluate(`(async () => {
    const databases = await indexedDB.databases();
    const cached = [];
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) cached.push(new URL(url).pathname);
    }
    return JSON.stringify({
      databases: databases.map(({ name }) => name),
      storage: [{ ...localStorage }, { ...sessionStorage }],
      cached,
    });
  })()`);

/** Ada with a page that has a message, a draft, a snapshot and a push subscription, in two tabs. */
async function adaInTwoTabs(): Promise<{ ada: Person; page: Page; tab: Page; context: BrowserContext }> {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("e"), "Ada Lovelace"),
    newPerson(url, uniqueName("e"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  await bob.send(id, "a secret of Bob's");
  const { page } = await openPage(browser, url, { serviceWorkers: "allow" });
  const context = page.context();
  await context.addInitScript(fakePush);
  await signIn(page, ada);
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  await page.goto(`/c/${id}`);
  await message(page, "a secret of Bob's").waitFor();
  await composer(page).fill("a draft of Ada's");
  const tab = await context.newPage();
  await tab.goto("/");
  await tab.getByRole("link", { name: /Engine room/ }).waitFor();
  await expect.poll(() => stored(page)).toContain("chatflow.snapshot.");
  return { ada, page, tab, context };
}

/** Each way in which a session ends. */
const ways: Readonly<Record<string, (at: { ada: Person; page: Page; context: BrowserContext }) => unknown>> =
  {
    "by signing out": async ({ page }) => {
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
    },
    "by signing out on another device": async ({ ada }) => {
      expect(await ada.status("signOutOthers", {})).toBe(204);
    },
    "by a password change on another device": async ({ ada }) => {
      const body = { currentPassword: password, newPassword: "quite another password" };
      expect(await ada.status("changePassword", { body })).toBe(204);
    },
    "by deleting the account": async ({ page }) => {
      const settings = await openSettings(page, "Your data");
      await settings.getByRole("button", { name: "Delete my account" }).click();
      await settings.getByRole("textbox", { name: "Password", exact: true }).fill(password);
      await settings.getByRole("button", { name: "Delete permanently" }).click();
    },
    "by deleting the account on another device": async ({ ada }) => {
      expect(await ada.status("deleteAccount", { body: { password } })).toBe(204);
    },
    "because the server refuses to renew it": async ({ page, context }) => {
      await context.clearCookies();
      await page.evaluate((key) => {
        const session = JSON.parse(sessionStorage.getItem(key) ?? "{}");
        sessionStorage.setItem(key, JSON.stringify({ ...session, expiresAt: 0 }));
      }, sessionKey);
      await page.reload();
    },
  };

describe("A session that ends", () => {
  test.each(Object.keys(ways))("%s leaves nothing of the user on the device, in any tab", async (way) => {
    const { ada, page, tab, context } = await adaInTwoTabs();
    await ways[way]?.({ ada, page, context });
    for (const shown of [page, tab]) {
      await shown.getByRole("button", { name: "Sign in" }).waitFor();
      const { id, username, email } = ada.session.user;
      for (const personal of [id, username, email, "secret", "draft of Ada"]) {
        await expect.poll(() => stored(shown)).not.toContain(personal);
      }
    }
    const left = JSON.parse(String(await stored(page)));
    expect(left.databases).toEqual([]);
    expect(left.cached.filter((path: string) => /^\/(api|files)\//.test(path))).toEqual([]);
    expect(left.storage[0]["test.subscribed"]).toBe("false");
  });

  test("while the browser is offline ends at the server later", async () => {
    const { ada, page, context } = await adaInTwoTabs();
    await context.setOffline(true);
    await page.getByRole("button", { name: /^Account of/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    await context.setOffline(false);
    const devices = async () => (await ada.call("listDevices", {})).items.length;
    await expect.poll(devices).toBe(1);
  });
});

test("Signing in as another person in a second tab ends the session of the first person in all tabs", async () => {
  const { ada, page, tab } = await adaInTwoTabs();
  const eve = await newPerson(url, uniqueName("e"), "Eve Example");
  await signIn(tab, eve);
  await page.getByRole("button", { name: "Account of Eve Example" }).waitFor();
  for (const personal of [ada.id, "secret", "draft of Ada"]) {
    await expect.poll(() => stored(page)).not.toContain(personal);
  }
});
