import type { Locator } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { ConversationId } from "../../contract/ids.ts";
import { password } from "../support/accounts.ts";
import { numbered } from "../support/people.ts";
import {
  composer,
  joinAs,
  message,
  messageTexts,
  openPage,
  sendMessage,
  signUp,
  startConversation,
} from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

describe("The page", () => {
  test("lets two people register, find each other and chat in real time, and keeps everything after a reload", async () => {
    const [ada, bob] = [await openPage(browser, url), await openPage(browser, url)];
    await signUp(ada.page, "Ada Lovelace");
    const { username } = await signUp(bob.page, "Bob Noyce");
    await startConversation(ada.page, [username]);
    await sendMessage(ada.page, "Hello Bob!");
    await message(ada.page, "Hello Bob!").getByLabel("Sent").waitFor();

    // Bob's list shows the message as unread without a reload.
    const item = bob.page.getByRole("link", { name: /Ada Lovelace/ });
    await item.getByLabel("1 unread").waitFor();
    await item.click();
    await message(bob.page, "Hello Bob!").waitFor();
    await item.getByLabel("1 unread").waitFor({ state: "detached" });
    // The list marks the open conversation.
    expect(await item.getAttribute("aria-current")).toBe("page");
    const background = await item.evaluate((link) => getComputedStyle(link).backgroundColor);
    expect(background).not.toBe("rgba(0, 0, 0, 0)");
    await sendMessage(bob.page, "Hello Ada 🦉");
    await message(ada.page, "Hello Ada 🦉").waitFor();

    for (const { page } of [ada, bob]) {
      await page.reload();
      await message(page, "Hello Ada 🦉").waitFor();
      expect(await messageTexts(page)).toEqual(["Hello Bob!", "Hello Ada 🦉"]);
    }
    expect([ada.errors, bob.errors]).toEqual([[], []]);
  });

  test("shows every participant of a group the author of each message", async () => {
    const pages = [
      await openPage(browser, url),
      await openPage(browser, url),
      await openPage(browser, url),
    ] as const;
    const [ada, bob, cy] = pages;
    await joinAs(ada.page, url, "Ada Lovelace");
    const people = [await joinAs(bob.page, url, "Bob Noyce"), await joinAs(cy.page, url, "Cy Young")];
    await startConversation(
      ada.page,
      people.map(({ username }) => username),
      "Engine room",
    );
    await ada.page.getByText("3 people").waitFor();
    await sendMessage(ada.page, "Welcome");
    for (const { page } of [bob, cy])
      await page.getByRole("link", { name: /Engine room.*Ada Lovelace: Welcome/ }).click();
    await sendMessage(bob.page, "Thanks");
    await message(cy.page, "Thanks").getByText("Bob Noyce").waitFor();
    await message(ada.page, "Thanks").waitFor();
  });
});

test("Messages that a user writes in quick succession arrive in that order", async () => {
  const [ada, bob] = [await openPage(browser, url), await openPage(browser, url)];
  const { username } = await joinAs(bob.page, url, "Bob Noyce");
  await joinAs(ada.page, url, "Ada Lovelace");
  await startConversation(ada.page, [username]);
  const texts = Array.from({ length: 12 }, (_, at) => `line ${at}`);
  for (const text of texts) await sendMessage(ada.page, text);
  await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
  await message(bob.page, "line 11").waitFor();
  expect(await messageTexts(bob.page)).toEqual(texts);
  await message(ada.page, "line 11").getByLabel("Sent").waitFor();
  expect(await messageTexts(ada.page)).toEqual(texts);
});

test("Older messages load when the user scrolls up, without a gap", async () => {
  const ada = await openPage(browser, url);
  const { username } = await joinAs((await openPage(browser, url)).page, url, "Bob Noyce");
  const adaHerself = await joinAs(ada.page, url, "Ada Lovelace");
  await startConversation(ada.page, [username]);
  const id = ConversationId.parse(ada.page.url().split("/c/")[1]);
  await adaHerself.sendAll(id, numbered("message", 130));
  await ada.page.reload();
  await message(ada.page, "message 130").waitFor();
  const log = ada.page.getByRole("log");
  await log.hover();
  await expect
    .poll(
      async () => {
        await ada.page.mouse.wheel(0, -1200);
        return message(ada.page, "message 1").count();
      },
      { interval: 50 },
    )
    .toBe(1);
  await ada.page.getByText("This is where the conversation begins.").waitFor();
  const texts = await messageTexts(ada.page);
  const first = Number(texts[0]?.split(" ")[1]);
  expect(texts).toEqual(texts.map((_, at) => `message ${first + at}`));
});

test("The conversation shows that the other participant is online and typing", async () => {
  const [ada, bob] = [await openPage(browser, url), await openPage(browser, url)];
  await joinAs(ada.page, url, "Ada Lovelace");
  const { username } = await joinAs(bob.page, url, "Bob Noyce");
  await startConversation(ada.page, [username]);
  await ada.page.getByRole("banner").or(ada.page.locator("header")).getByText("Online").waitFor();
  await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
  await composer(bob.page).pressSequentially("Hm");
  await ada.page.getByText("Bob Noyce is typing …").waitFor();
  await composer(bob.page).fill("");
  await ada.page.getByText("Bob Noyce is typing …").waitFor({ state: "detached" });
});

describe("Signing in", () => {
  test("shows invalid input beside its field and the server's refusal above the form, and leads to the address that the visitor opened", async () => {
    const { page } = await openPage(browser, url);
    await page.goto("/channels?q=engines");
    await page.getByRole("link", { name: "Create an account" }).click();
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Required").first().waitFor();
    const { username } = await signUp((await openPage(browser, url)).page, "Taken");
    await page.getByLabel("Username").fill(username);
    await page.getByLabel("E-mail").fill("somebody@example.com");
    await page.getByRole("textbox", { name: "Password" }).fill("long enough for us");
    await page.getByRole("button", { name: "Create account" }).click();
    await page.getByText("Is already in use").waitFor();
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Username or e-mail").fill(username);
    await page.getByRole("textbox", { name: "Password" }).fill("not the password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("The username, e-mail address or password is wrong.").waitFor();
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Channels", level: 1 }).waitFor();
    expect(new URL(page.url()).search).toBe("?q=engines");
  });

  test("covers all tabs and survives a reload, and signing out ends the session in all tabs", async () => {
    const { page } = await openPage(browser, url);
    const { username } = await signUp(page, "Ada Lovelace");
    const tab = await page.context().newPage();
    await tab.goto("/");
    // The second tab has only the cookie.
    await tab.getByRole("heading", { name: "Chats" }).waitFor();
    await page.getByRole("button", { name: "Account of Ada Lovelace" }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await tab.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.reload();
    await page.getByLabel("Username or e-mail").fill(username);
    await page.getByRole("textbox", { name: "Password" }).fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { name: "Chats" }).waitFor();
  });
});

test("An unknown conversation shows an explanation and a link back to the list", async () => {
  const { page } = await openPage(browser, url);
  await joinAs(page, url, "Ada Lovelace");
  await page.goto(`/c/${crypto.randomUUID()}`);
  await page.getByText("It does not exist, or you are not a member.").waitFor();
  await page.getByRole("link", { name: "Back to the list" }).click();
  await page.getByText("Welcome to ChatFlow").waitFor();
});

test("On a phone, the list opens a conversation, and the back button returns to the list", async () => {
  const other = await openPage(browser, url);
  const { username } = await joinAs(other.page, url, "Bob Noyce");
  const { page, errors } = await openPage(browser, url, { ...phone, colorScheme: "dark" });
  await joinAs(page, url, "Ada Lovelace");
  await startConversation(page, [username]);
  await composer(page).fill(
    "a rather long message that does not fit into one line of a list on a phone at all",
  );
  // The keyboard of a phone has no other way to begin a line.
  await composer(page).press("Enter");
  await composer(page).pressSequentially("and has a second line");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  const sent = page.getByRole("article").filter({ hasText: "and has a second line" });
  await sent.getByLabel("Sent").waitFor();
  expect(await sent.locator("[dir=auto]").innerText()).toContain("at all\nand has");
  const list = page.getByRole("navigation", { name: "Conversations" });
  expect(await list.isVisible()).toBe(false);
  await page.getByRole("link", { name: "Back to the list" }).click();
  await list.waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await page.getByRole("link", { name: /Bob Noyce/ }).click();
  await page.goBack();
  await list.waitFor();
  expect(errors).toEqual([]);
});

test("A user can start a conversation and send a message with the keyboard alone", async () => {
  const other = await openPage(browser, url);
  const { username } = await signUp(other.page, "Bob Noyce");
  const { page } = await openPage(browser, url);
  await signUp(page, "Ada Lovelace");
  const { keyboard } = page;
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 20; presses++) {
      await keyboard.press("Tab");
      const focused = await page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent,
      );
      if (focused?.includes(name)) return;
    }
    throw new Error(`Tab does not lead to ${name}`);
  };
  await tabTo("New conversation");
  await keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await keyboard.type(username);
  await page.getByRole("option", { name: username }).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await tabTo("Start conversation");
  await keyboard.press("Enter");
  await composer(page).waitFor();
  await expect.poll(() => composer(page).evaluate((box) => box === document.activeElement)).toBe(true);
  await keyboard.type("first line");
  await keyboard.press("Shift+Enter");
  await keyboard.type("second line");
  await keyboard.press("Enter");
  const written = page.getByRole("article").filter({ hasText: "first line" });
  expect(await written.locator("[dir=auto]").innerText()).toBe("first line\nsecond line");
  await page.getByLabel("Sent").waitFor();
});

test("Every screen on the way from registration to the settings fits into 320 pixels, in English and German", async () => {
  const narrow = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
  const { page, errors } = await openPage(browser, url, narrow);
  const { username } = await signUp((await openPage(browser, url)).page, "Bob Noyce");
  const fits = async () => {
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  };
  await page.goto("/register");
  await fits();
  await signUp(page, "Ada Lovelace with a name that is rather long for so little room");
  await fits();
  await startConversation(page, [username]);
  await composer(page).fill(
    `A ${"very ".repeat(30)}long message, and onewordthatneverends${"x".repeat(200)}`,
  );
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByLabel("Sent").waitFor();
  await fits();
  // With text of twice the size (WCAG 1.4.4), the header keeps one line and the menu fits.
  const setSize = (size: string) =>
    page.evaluate((value) => document.documentElement.style.setProperty("font-size", value), size);
  const middleOf = (target: Locator) =>
    target.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return Math.round((top + bottom) / 2);
    });
  await setSize("200%");
  await page.getByRole("button", { name: "Conversation menu" }).click();
  await page.getByRole("menuitem", { name: "Details" }).waitFor();
  await fits();
  expect(await middleOf(page.getByRole("button", { name: "Conversation menu" }))).toBe(
    await middleOf(page.getByRole("link", { name: "Back to the list" })),
  );
  await setSize("");
  await page.getByRole("menuitem", { name: "Details" }).click();
  await page.getByRole("heading", { name: "Details" }).waitFor();
  await fits();
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "Back to the list" }).click();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Deutsch" }).click();
  await page.getByRole("button", { name: /^Konto von/ }).click();
  await page.getByRole("menuitem", { name: "Einstellungen" }).click();
  for (const name of [
    "Profil",
    "Darstellung",
    "Sprache",
    "Benachrichtigungen",
    "Anmeldung",
    "Geräte",
    "Deine Daten",
  ]) {
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByRole("region", { name, exact: true }).waitFor();
    await fits();
    // Back leads to the index.
    await page.goBack();
  }
  expect(errors).toEqual([]);
});
