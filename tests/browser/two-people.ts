import type { Page } from "playwright-core";
import { afterEach, beforeEach, expect, inject } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { newPerson, type Person, uniqueName } from "../support/people.ts";
import { composer, openPage, signIn } from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

// Exported bindings are live, so importers see the current test's people.
/** Ada's page, which shows the group. */
export let ada: Page;
/** Bob's page, after `openBob`. */
export let bob: Page;
export let adaHerself: Person;
export let bobHimself: Person;
/** The two share the group "Engine room". */
export let id: ConversationId;

let errors: Record<"ada" | "bob", string[]> = { ada: [], bob: [] };

/** Takes the errors that a page has reported so far. A test fails if it leaves any. */
export const takeErrors = (page: keyof typeof errors): string[] => errors[page].splice(0);

/** Signs Bob in on his page, which shows his list. Tests that do not need it save two seconds of CPU. */
export async function openBob(): Promise<void> {
  const opened = await openPage(browser, inject("stack").url);
  bob = opened.page;
  errors.bob = opened.errors;
  await signIn(bob, bobHimself);
}

/** Gives each test of the file two users who share a group. Ada is signed in on her page. */
export function withTwoPeople(): void {
  const { url } = inject("stack");
  withBrowser();
  beforeEach(async () => {
    const name = uniqueName("f");
    [adaHerself, bobHimself] = await Promise.all([
      newPerson(url, `${name}.ada`, "Ada Lovelace"),
      newPerson(url, `${name}.bob`, "Bob Noyce"),
    ]);
    ({ id } = await adaHerself.startGroup([bobHimself], "Engine room"));
    const opened = await openPage(browser, url);
    ada = opened.page;
    errors = { ada: opened.errors, bob: [] };
    await signIn(ada, adaHerself);
    await ada.getByRole("link", { name: /Engine room/ }).click();
    await composer(ada).waitFor();
  });
  afterEach(() => {
    expect(errors).toEqual({ ada: [], bob: [] });
  });
}

export const openGroup = async (page: Page) => {
  await page.getByRole("link", { name: /Engine room/ }).click();
  await composer(page).waitFor();
};

/** Clicks a button of a message's toolbar, and then an item of the menu that it opened. */
export async function choose(page: Page, text: string, button: string, menuItem?: string): Promise<void> {
  const target = page.getByRole("article").filter({ hasText: text });
  await target.hover();
  await target.getByRole("toolbar").getByRole("button", { name: button, exact: true }).click();
  if (menuItem) await page.getByRole("menuitem", { name: menuItem, exact: true }).click();
}

/** Clicks an item of the open conversation's menu. */
export const chooseInConversationMenu = async (page: Page, name: string) => {
  await page.getByRole("button", { name: "Conversation menu" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
};

/** The right panel. */
export const panel = (page: Page) => page.getByRole("complementary");

/** Opens the panel with the members of the open group. */
export const openMembers = (page: Page) => page.getByRole("button", { name: /^Members/ }).click();

/** Opens a page of the settings in a wide window. @returns that page */
export async function openSettings(page: Page, name = "Profile") {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  return showSettings(page, name);
}

/** Goes to another page of the open settings. */
export async function showSettings(page: Page, name: string) {
  await page.getByRole("navigation", { name: "Settings index" }).getByRole("link", { name }).click();
  return page.getByRole("region", { name, exact: true });
}
