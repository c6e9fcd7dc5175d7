import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { newPerson, type Person, uniqueName } from "../support/people.ts";
import { composer, launchBrowser, openPage, signIn } from "./browser.ts";

// Bindings are live: importers see the current test's people.
export let browser: Browser;
/** The pages of Ada, who has the group open, and of Bob, who sees his list. */
export let ada: Page;
export let bob: Page;
export let adaHerself: Person;
export let bobHimself: Person;
/** The group of the two, "Engine room". */
export let id: ConversationId;
/** What the two pages reported. A test removes the errors that it expects. */
export const errors: string[][] = [];

/** Gives each test of the file two people who share a group, signed in on a page each. */
export function withTwoPeople(): void {
  const { url } = inject("stack");
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    const name = uniqueName("f");
    [adaHerself, bobHimself] = await Promise.all([
      newPerson(url, `${name}.ada`, "Ada Lovelace"),
      newPerson(url, `${name}.bob`, "Bob Noyce"),
    ]);
    ({ id } = await adaHerself.startGroup([bobHimself], "Engine room"));
    const [one, other] = await Promise.all([openPage(browser, url), openPage(browser, url)]);
    [ada, bob] = [one.page, other.page];
    errors.splice(0, errors.length, one.errors, other.errors);
    await Promise.all([signIn(ada, adaHerself), signIn(bob, bobHimself)]);
    await ada.getByRole("link", { name: /Engine room/ }).click();
    await composer(ada).waitFor();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    expect(errors).toEqual([[], []]);
  });
}

export const openGroup = async (page: Page) => {
  await page.getByRole("link", { name: /Engine room/ }).click();
  await composer(page).waitFor();
};

/** Chooses from the menu of a message. */
export async function choose(page: Page, text: string, ...path: string[]): Promise<void> {
  const target = page.getByRole("article").filter({ hasText: text });
  await target.hover();
  const [first = "", ...more] = path;
  await target.getByRole("toolbar").getByRole("button", { name: first, exact: true }).click();
  for (const name of more) await page.getByRole("menuitem", { name, exact: true }).click();
}

export const chooseOfConversation = async (page: Page, name: string) => {
  await page.getByRole("button", { name: "Conversation menu" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
};

export async function openSettings(page: Page) {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  return page.getByRole("dialog");
}
