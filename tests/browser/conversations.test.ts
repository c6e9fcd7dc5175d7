import type { Locator, Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { limits } from "../../contract/limits.ts";
import { withDatabase } from "../support/accounts.ts";
import { insertConversations } from "../support/many-conversations.ts";
import { newPerson, numbered, type Person, uniqueName } from "../support/people.ts";
import { composer, message, openPage, sendMessage, signIn } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  bobHimself,
  choose,
  chooseInConversationMenu,
  id,
  openBob,
  openGroup,
  openMembers,
  openSettings,
  panel,
  takeErrors,
  withTwoPeople,
} from "./two-people.ts";
import { browser } from "./with-browser.ts";

const { url } = inject("stack");

withTwoPeople();

describe("A conversation", () => {
  test("can be muted, archived and made a favourite, and the user's other device follows", async () => {
    const device = (await openPage(browser, url)).page;
    await signIn(device, adaHerself);
    const other = await adaHerself.startGroup([bobHimself], "Other");
    await bobHimself.send(other.id, "newer");
    const items = device.getByRole("navigation").getByRole("listitem");
    await expect.poll(() => items.first().innerText()).toContain("Other");
    await chooseInConversationMenu(ada, "Add to favourites");
    await expect.poll(() => items.first().innerText()).toContain("Engine room");
    await chooseInConversationMenu(ada, "Mute");
    await items.first().getByLabel("Muted").waitFor();
    await bobHimself.send(id, "muted news");
    await items.first().getByLabel("1 unread").waitFor();
    await chooseInConversationMenu(ada, "Archive");
    await device.getByRole("button", { name: "Archived (1)" }).click();
    await expect.poll(() => items.last().innerText()).toContain("Engine room");
    await chooseInConversationMenu(ada, "Unarchive");
    await expect.poll(() => items.first().innerText()).toContain("Engine room");
  });

  test("has its members, a star, its pins and its search in the header, and a phone has them in the menu", async () => {
    const conversation = ada.getByRole("region", { name: "Engine room", exact: true });
    const button = (name: string) => conversation.getByRole("button", { name, exact: true });
    const count = () =>
      button("Members (2)").evaluate((shown) => getComputedStyle(shown, "::before").content);
    await expect.poll(count).toBe('"2"');
    await button("Add to favourites").click();
    await ada
      .getByRole("region", { name: "Favourites" })
      .getByRole("link", { name: /Engine room/ })
      .waitFor();
    await button("Remove from favourites").press("Enter");
    await button("Add to favourites").waitFor();
    await button("Pinned messages").press("Enter");
    await panel(ada).getByRole("heading", { name: "Pinned messages" }).waitFor();
    await ada.keyboard.press("Escape");
    await expect.poll(() => focusedName(ada)).toBe("Pinned messages");
    await button("Search in this conversation").click();
    const searched = panel(ada).getByRole("combobox", { name: "Search messages" });
    await expect.poll(() => searched.inputValue()).toBe('in:"Engine room" ');
    await ada.keyboard.press("Escape");
    await searched.waitFor({ state: "detached" });
    await ada.setViewportSize({ width: 390, height: 800 });
    await button("Pinned messages").waitFor({ state: "hidden" });
    await chooseInConversationMenu(ada, "Pinned messages");
    await panel(ada).getByRole("heading", { name: "Pinned messages" }).waitFor();
  });

  test("that is marked as unread stays unread until the user opens it again", async () => {
    await bobHimself.send(id, "one");
    await bobHimself.send(id, "two");
    await message(ada, "two").waitFor();
    await choose(ada, "one", "More actions", "Mark as unread from here");
    const item = ada.getByRole("link", { name: /Engine room/ });
    await item.getByLabel("2 unread").waitFor();
    await ada.getByText("New messages", { exact: true }).waitFor();
    // The page shows the mark immediately. Leaving the page would cancel a request that has not arrived.
    const stored = () => adaHerself.call("getConversation", { params: { id } });
    await expect.poll(async () => (await stored()).settings.unreadFrom).not.toBe(null);
    await ada.goto("/");
    await item.getByLabel("2 unread").waitFor();
    await item.click();
    await item.getByLabel("2 unread").waitFor({ state: "detached" });
  });

  test("shows who has seen the last message and when the other participant was last online", async () => {
    await openBob();
    await sendMessage(ada, "Read me");
    await openGroup(bob);
    await ada.getByText("Seen by Bob Noyce").waitFor();
    const direct = await adaHerself.startDirect(bobHimself);
    await ada.goto(`/c/${direct.id}`);
    await ada.getByText("Online", { exact: true }).waitFor();
    await bob.context().close();
    await ada.getByText(/^Last seen/).waitFor();
  });

  test("of a group lets its owner rename it, add people and make them admins, and its admins remove members", async () => {
    await openBob();
    const cyd = await newPerson(url, uniqueName("f"), "Cyd Charisse");
    await openGroup(bob);
    await openMembers(ada);
    await panel(ada).getByRole("button", { name: "Add people" }).click();
    await panel(ada).getByLabel("People", { exact: true }).first().fill(cyd.username);
    await ada.getByRole("option", { name: /Cyd/ }).click();
    await panel(ada).getByRole("button", { name: "Add", exact: true }).click();
    await bob.getByText("3 people").waitFor();
    await chooseInConversationMenu(ada, "Details");
    await panel(ada).getByRole("textbox", { name: "Name" }).fill("Boiler room");
    await panel(ada).getByRole("button", { name: "Save", exact: true }).click();
    await bob.getByRole("heading", { name: "Boiler room" }).waitFor();
    await panel(ada).getByRole("button", { name: "3 people" }).click();
    const members = panel(ada).getByRole("list", { name: "3 people" }).getByRole("listitem");
    await expect
      .poll(() => members.allTextContents())
      .toEqual([/Ada Lovelace/, /Bob Noyce/, /Cyd Charisse/].map((name) => expect.stringMatching(name)));
    await panel(ada)
      .getByRole("button", { name: /^Cyd Charisse/ })
      .click();
    await panel(ada).getByRole("heading", { name: "Profile" }).waitFor();
    await panel(ada).getByRole("button", { name: "Back" }).click();
    // Each member takes one step of Tab. Keys lead from one to the next, and open the menu.
    const lastMember = panel(ada).getByRole("button", { name: /^Cyd Charisse/ });
    await expect
      .poll(async () => {
        await lastMember.press("ArrowUp");
        return focusedName(ada);
      })
      .toContain("Bob Noyce");
    await ada.keyboard.press("ArrowRight");
    await ada.getByRole("menuitem", { name: "Make admin" }).press("Enter");
    await panel(ada).getByText("Admin", { exact: true }).waitFor();
    // An admin may remove members.
    await openMembers(bob);
    await bob.getByRole("button", { name: "Actions for Cyd Charisse" }).click();
    await bob.getByRole("menuitem", { name: "Remove from group" }).click();
    await ada.getByText("2 people").first().waitFor();
    // A user who leaves returns to the list. The unsent text is there again after the return to the group.
    await composer(bob).fill("half a thought");
    await chooseInConversationMenu(bob, "Details");
    await bob.getByRole("button", { name: "Leave group" }).click();
    await bob.getByRole("button", { name: "Leave group" }).click();
    await bob.getByText("You are no longer in “Boiler room”. Your unsent text is kept.").waitFor();
    await bob.getByRole("button", { name: "Copy text" }).waitFor();
    await bob.getByText("Welcome to ChatFlow").waitFor();
    // An empty page leads to channels and people.
    await bob.getByRole("navigation").getByRole("link", { name: "Browse channels" }).waitFor();
    await bob.getByRole("main").getByRole("button", { name: "Write to someone" }).press("Enter");
    await bob.getByRole("dialog", { name: "New conversation" }).waitFor();
    await bob.keyboard.press("Escape");
    await ada.getByText("1 person").first().waitFor();
    await adaHerself.call("addParticipants", { params: { id }, body: { participantIds: [bobHimself.id] } });
    await bob.getByRole("link", { name: /Boiler room/ }).click();
    await expect.poll(() => composer(bob).inputValue()).toBe("half a thought");
    // The same holds for a user whom another removes.
    await adaHerself.call("removeParticipant", { params: { id, userId: bobHimself.id } });
    await bob.getByText("You are no longer in “Boiler room”. Your unsent text is kept.").waitFor();
    await bob.getByText("Welcome to ChatFlow").waitFor();
    await adaHerself.call("addParticipants", { params: { id }, body: { participantIds: [bobHimself.id] } });
    await bob.getByRole("link", { name: /Boiler room/ }).click();
    await expect.poll(() => composer(bob).inputValue()).toBe("half a thought");
    // Chromium logs each 404 that Bob's page got for the group.
    for (const error of takeErrors("bob")) expect(error).toContain("404");
  });
});

describe("The right panel", () => {
  test("is docked beside the conversation in a wide window, and Escape returns the focus", async () => {
    await ada.setViewportSize({ width: 1440, height: 900 });
    await openMembers(ada);
    await panel(ada).getByText("Bob Noyce").waitFor();
    await composer(ada).fill("written beside the panel");
    const { x = 0, width = 0 } = (await panel(ada).boundingBox()) ?? {};
    const { x: left = 0, width: written = 0 } = (await ada.getByRole("main").boundingBox()) ?? {};
    expect([x + width, width, left + written]).toEqual([1440, 380, x]);
    await chooseInConversationMenu(ada, "Details");
    await panel(ada).getByRole("heading", { name: "Details" }).waitFor();
    expect(await panel(ada).count()).toBe(1);
    await panel(ada).getByRole("button", { name: "2 people" }).click();
    await panel(ada).getByRole("button", { name: "Back" }).click();
    await panel(ada).getByRole("heading", { name: "Details" }).waitFor();
    await ada.keyboard.press("Escape");
    await panel(ada).waitFor({ state: "detached" });
    await openMembers(ada);
    await expect.poll(() => focusedName(ada)).toBe("2 people");
    await ada.keyboard.press("Escape");
    await expect.poll(() => focusedName(ada)).toBe("Members (2)");
    for (const [width, isDocked] of [
      [1100, true],
      [1099, false],
    ] as const) {
      await ada.setViewportSize({ width, height: 900 });
      await openMembers(ada);
      await panel(ada).getByText("Bob Noyce").waitFor();
      expect([width, await composer(ada).isVisible()]).toEqual([width, isDocked]);
      await ada.keyboard.press("Escape");
      await panel(ada).waitFor({ state: "detached" });
    }
  });

  test("is a page in the place of the conversation in a narrow window, and Back returns panel by panel", async () => {
    await ada.setViewportSize({ width: 1000, height: 700 });
    await chooseInConversationMenu(ada, "Details");
    await panel(ada).getByRole("button", { name: "2 people" }).click();
    await panel(ada).getByText("Bob Noyce").waitFor();
    expect(await composer(ada).isVisible()).toBe(false);
    // A message that the user cannot see stays unread.
    await bobHimself.send(id, "Behind the panel");
    const unread = ada.getByRole("link", { name: /Engine room/ }).getByLabel("1 unread");
    await unread.waitFor();
    await ada.goBack();
    await panel(ada).getByRole("heading", { name: "Details" }).waitFor();
    await ada.goBack();
    await panel(ada).waitFor({ state: "detached" });
    await composer(ada).waitFor();
    await unread.waitFor({ state: "detached" });
    // Closing both panels together removes both entries from the history.
    await chooseInConversationMenu(ada, "Details");
    await panel(ada).getByRole("button", { name: "2 people" }).click();
    await panel(ada).getByRole("button", { name: "Close panel" }).click();
    await composer(ada).waitFor();
    await expect.poll(() => ada.evaluate(() => JSON.stringify(history.state ?? null))).toBe("null");
  });

  test("closes when another conversation opens", async () => {
    await adaHerself.startGroup([bobHimself], "Boiler room");
    await ada.setViewportSize({ width: 1440, height: 900 });
    await openMembers(ada);
    await panel(ada).waitFor();
    await ada.getByRole("link", { name: /Boiler room/ }).click();
    await ada.getByRole("heading", { name: "Boiler room" }).waitFor();
    expect(await panel(ada).count()).toBe(0);
  });

  test("of saved messages stays beside other views, and closes where it would cover them", async () => {
    const saved = ada.getByRole("navigation").getByRole("button", { name: "Saved", exact: true });
    const home = ada.getByRole("navigation").getByRole("link", { name: "Home" });
    await ada.setViewportSize({ width: 1440, height: 900 });
    await saved.click();
    await panel(ada).waitFor();
    await home.click();
    await ada.getByRole("heading", { name: "Home" }).waitFor();
    await expect.poll(() => ada.title()).toMatch(/Home · ChatFlow$/);
    expect(await panel(ada).count()).toBe(1);
    // The panel closes when the settings open.
    await openSettings(ada, "Devices");
    await expect.poll(() => ada.title()).toMatch(/Settings · ChatFlow$/);
    expect(await panel(ada).count()).toBe(0);
    await ada.setViewportSize({ width: 900, height: 800 });
    await saved.click();
    await panel(ada).waitFor();
    await home.click();
    await ada.getByRole("heading", { name: "Home" }).waitFor();
    expect(await panel(ada).count()).toBe(0);
  });
});

describe("The conversation list", () => {
  const items = () => ada.getByRole("navigation").getByRole("listitem");

  test("remembers collapsed sections, its width, and the filter for unread conversations", async () => {
    const boiler = await adaHerself.startGroup([bobHimself], "Boiler room");
    await adaHerself.startDirect(bobHimself);
    await expect.poll(() => items().count()).toBe(3);
    const edge = ada.getByRole("separator", { name: "Width of the list" });
    await edge.focus();
    await ada.keyboard.press("ArrowRight");
    const width = async () => (await ada.getByRole("navigation").boundingBox())?.width;
    await expect.poll(width).toBe(296);
    // The list grows with the text, up to half of the window.
    const setTextSize = (size: string) =>
      ada.evaluate((value) => document.documentElement.style.setProperty("font-size", value), size);
    await setTextSize("200%");
    await expect.poll(width).toBe(592);
    await setTextSize("300%");
    await expect.poll(width).toBe(640);
    await setTextSize("");
    await expect.poll(width).toBe(296);
    await ada.getByRole("button", { name: "Direct messages", exact: true }).click();
    await expect.poll(() => items().count()).toBe(2);
    await ada.reload();
    await expect.poll(width).toBe(296);
    // The open conversation stays in the list.
    await ada.getByRole("button", { name: "Unread only" }).click();
    await expect.poll(() => items().allInnerTexts()).toEqual([expect.stringContaining("Engine room")]);
    await bobHimself.send(boiler.id, "news");
    await items().filter({ hasText: "Boiler room" }).waitFor();
  });

  test("can show unread conversations first, where they stay while they are open, and Alt with the arrows follows", async () => {
    const boiler = await adaHerself.startGroup([bobHimself], "Boiler room");
    const settings = await openSettings(ada, "Appearance");
    await settings.getByRole("switch", { name: "Unread conversations first" }).press("Space");
    await openGroup(ada);
    const inSection = (name: string, title: string) =>
      ada
        .getByRole("navigation", { name: "Conversations" })
        .getByRole("region", { name, exact: true })
        .getByRole("link", { name: new RegExp(title) });
    // The list stays as it is while the pointer is over it.
    await composer(ada).hover();
    await bobHimself.send(boiler.id, "news");
    await inSection("Unread", "Boiler room").getByLabel("1 unread").waitFor();
    await ada.keyboard.press("Alt+Shift+ArrowDown");
    await message(ada, "news").waitFor();
    await ada.getByRole("navigation").getByLabel("1 unread").waitFor({ state: "detached" });
    await inSection("Unread", "Boiler room").waitFor();
    // The keys follow the order of the list: the unread conversation is above the other one.
    await ada.keyboard.press("Alt+ArrowDown");
    await ada.getByRole("heading", { name: "Engine room" }).waitFor();
    await inSection("Channels", "Boiler room").waitFor();
    // A muted conversation is there with a mention only.
    await adaHerself.call("updateSettings", { params: { id: boiler.id }, body: { notify: "nothing" } });
    await bobHimself.send(boiler.id, "more news");
    await inSection("Channels", "Boiler room").getByLabel("1 unread").waitFor();
    await bobHimself.send(boiler.id, `@${adaHerself.username}, look`);
    await ada.setViewportSize({ width: 390, height: 800 });
    await ada.getByRole("link", { name: "Back to the list" }).click();
    await inSection("Unread", "Boiler room").getByLabel("1 mention").waitFor();
  });

  test("shows favourites and unread conversations however old they are, and renders only rows near the view", async () => {
    const busy = await newPerson(url, uniqueName("busy"), "Bea Busy");
    const { databaseUrl } = inject("stack");
    await insertConversations(databaseUrl, busy, { channels: 0, groups: 70, directs: 60, messages: 1 });
    await withDatabase(databaseUrl, (client) =>
      client.query(
        `UPDATE participants p SET is_pinned = true FROM conversations c
         WHERE c.id = p.conversation_id AND c.name = 'Group 70' AND p.user_id = $1`,
        [busy.id],
      ),
    );
    const { page } = await openPage(browser, url);
    await signIn(page, busy);
    const section = (name: string) => page.getByRole("navigation").getByRole("region", { name });
    await section("Favourites").getByRole("link", { name: "Group 70" }).waitFor();
    const rows = page.getByRole("navigation").getByRole("link", { name: /^(Group|Colleague)/ });
    expect(await rows.count()).toBeLessThan(130);
    await rows.first().hover();
    const last = section("Direct messages").getByRole("listitem").last();
    const toEnd = () =>
      page
        .locator("nav [data-scrolls]")
        .evaluate((list) => list.scrollHeight - list.scrollTop - list.clientHeight);
    await expect
      .poll(async () => {
        await page.mouse.wheel(0, 2_000);
        return toEnd();
      })
      .toBeLessThan(2);
    await last.getByRole("link", { name: /^Colleague/ }).click();
    await composer(page).waitFor();
    expect(await rows.count()).toBeLessThan(120);
  });

  test("opens a conversation's menu with a right click, and never moves under the pointer", async () => {
    await adaHerself.startGroup([bobHimself], "Boiler room");
    await expect.poll(() => items().first().innerText()).toContain("Boiler room");
    const item = items().filter({ hasText: "Boiler room" });
    await item.click({ button: "right" });
    await ada.getByRole("menuitem", { name: "Mute" }).click();
    await item.getByLabel("Muted").waitFor();
    await item.hover();
    await bobHimself.send(id, "news that would move Engine room up");
    await items().filter({ hasText: "news that would move" }).waitFor();
    expect(await items().first().innerText()).toContain("Boiler room");
    await composer(ada).hover();
    await expect.poll(() => items().first().innerText()).toContain("Engine room");
    // The key still opens the menu of a focused conversation that the pointer has left.
    await item.getByRole("link").focus();
    await item.hover();
    await composer(ada).hover();
    const menu = ada.getByRole("menuitem", { name: "Archive" });
    await expect
      .poll(async () => {
        await ada.keyboard.press("ArrowRight");
        return menu.count();
      })
      .toBe(1);
  });
});

/** The name or the text of the element with the focus. */
const focusedName = (page: Page) =>
  page.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent);

describe("The search dialog", () => {
  test("finds a conversation that the page has not loaded, and names the conversation and the sender of a message", async () => {
    const [cyd, dee] = await Promise.all([
      newPerson(url, uniqueName("old"), "Cyd Charisse"),
      newPerson(url, uniqueName("old"), "Dee Dee"),
    ]);
    const archive = await dee.startGroup([cyd], "Steam archive");
    await cyd.send(archive.id, "a needle from long ago");
    for (let count = 0; count < limits.page.default; count++) await dee.startGroup([], `Later ${count}`);
    const { page } = await openPage(browser, url);
    await signIn(page, dee);
    await page.getByRole("link", { name: /Later 49/ }).waitFor();
    expect(await page.getByRole("link", { name: /Steam archive/ }).count()).toBe(0);
    const field = page.getByRole("combobox", { name: "Search" });
    await page.keyboard.press("Control+k");
    await field.fill("steam arch");
    await page.getByRole("option", { name: /Steam archive/ }).waitFor();
    await field.fill("needle");
    await page.getByRole("option", { name: /Cyd Charisse.*Steam archive.*needle/ }).waitFor();
    await field.fill("archive");
    await page.getByRole("option", { name: /^Steam archive/ }).waitFor();
    await field.press("Enter");
    await page.getByRole("heading", { name: "Steam archive" }).waitFor();
    await message(page, "a needle from long ago").waitFor();
  });

  test("completes operators with the keyboard, shows those that it understood, and finds messages without words", async () => {
    await bobHimself.send(id, "see https://example.org/needle");
    await bobHimself.send(id, "no link");
    await adaHerself.send(id, "my own https://example.org");
    const field = ada.getByRole("combobox", { name: "Search" });
    const messages = ada.getByRole("group", { name: "Messages" }).getByRole("option");
    await ada.keyboard.press("Control+k");
    // The empty search shows all operators.
    await ada.getByRole("option", { name: /has:.*link/ }).click();
    await expect.poll(() => field.inputValue()).toBe("has:");
    await field.press("l");
    await ada.getByRole("option", { name: /Links/ }).waitFor();
    await field.press("Enter");
    await expect.poll(() => field.inputValue()).toBe("has:link ");
    await expect.poll(() => messages.count()).toBe(2);
    await field.pressSequentially("from:");
    // The participants of the conversation are suggested before the user types a name.
    await ada.getByRole("option", { name: /Me/ }).waitFor();
    await ada.getByRole("option", { name: `@${bobHimself.username}` }).waitFor();
    // Enter waits for the person.
    await field.pressSequentially(bobHimself.username.slice(0, -1));
    await field.press("Enter");
    await expect.poll(() => field.inputValue()).toBe(`has:link from:@${bobHimself.username} `);
    await expect.poll(() => messages.allTextContents()).toEqual([expect.stringContaining("needle")]);
    await ada.getByRole("button", { name: "Remove “With Links”" }).click();
    await expect.poll(() => messages.count()).toBe(2);
    await field.pressSequentially("in:eng");
    await ada.getByRole("option", { name: "Engine room", exact: false }).first().waitFor();
    await field.press("Enter");
    await expect.poll(() => field.inputValue()).toBe(`from:@${bobHimself.username} in:"Engine room" `);
    await field.pressSequentially("after:tod");
    await field.press("Enter");
    await ada.getByRole("button", { name: "Remove “From Today on”" }).waitFor();
    await expect.poll(() => messages.count()).toBe(2);
    await field.fill("has:link");
    await ada.getByRole("button", { name: "Search for this text instead" }).click();
    await expect.poll(() => field.inputValue()).toBe('"has:link"');
    await field.fill("in:nowhere-at-all needle");
    await ada.getByText("The search looks for the text “in:nowhere-at-all”.").waitFor();
  });

  test("finds messages, people and conversations, and opens them with the keyboard alone", async () => {
    await bobHimself.send(id, "the needle is here");
    await bobHimself.sendAll(id, numbered("hay", 70));
    const cyd = await newPerson(url, uniqueName("search"), "Özgür Cyd Charisse");
    const dialog = ada.getByRole("dialog");
    const field = dialog.getByRole("combobox", { name: "Search" });
    await ada.keyboard.press("Control+k");
    await field.fill("needle");
    await dialog.getByRole("option").locator("mark", { hasText: "needle" }).waitFor();
    await field.press("Enter");
    await ada.locator("[data-focus]", { hasText: "the needle is here" }).waitFor();
    // The results stay beside it.
    await panel(ada)
      .getByRole("option", { name: /the needle is here/ })
      .waitFor();
    await ada.keyboard.press("Control+k");
    await field.fill(`ozgur ${cyd.username}`);
    await dialog.getByRole("option", { name: /Özgür Cyd Charisse/ }).waitFor();
    await field.press("Enter");
    await ada.getByRole("heading", { name: "Özgür Cyd Charisse" }).waitFor();
    await ada.keyboard.press("Control+k");
    await field.fill("engine r");
    await dialog.getByRole("option", { name: /Engine room/ }).waitFor();
    await field.press("Enter");
    await ada.getByRole("heading", { name: "Engine room" }).waitFor();
    await ada.keyboard.press("Control+k");
    await field.fill("haystack of nothing");
    await dialog.getByText("No results").waitFor();
    // Capital letters differ from the text that names are compared with, which once left the search unfinished.
    await field.fill("HAYSTACK of Nothing");
    await dialog.getByText("No results").waitFor();
    await field.fill("ENGINE");
    await dialog.getByRole("option", { name: /Engine room/ }).waitFor();
  });
});

/** Holds scripts of the page until the returned function is called. */
async function holdScripts(page: Page, names: RegExp): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(names, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

test("Keys that follow Ctrl K or the pencil reach the dialog's field while its code still loads", async () => {
  await adaHerself.startGroup([bobHimself], "Boiler room");
  await ada.goto("about:blank");
  const release = await holdScripts(ada, /assets\/(search-dialog|new-conversation)-.*\.js/);
  await ada.goto(`/c/${id}`);
  await composer(ada).waitFor();
  await ada.keyboard.press("Control+k");
  await ada.keyboard.type("boilerr");
  await ada.keyboard.press("Backspace");
  await ada.keyboard.press("Enter");
  expect(await composer(ada).inputValue()).toBe("");
  release();
  await ada.getByRole("heading", { name: "Boiler room" }).waitFor();
  // A second Ctrl K, in the open dialog, changes nothing.
  await ada.keyboard.press("Control+k");
  const search = ada.getByRole("combobox", { name: "Search" });
  await search.waitFor();
  await ada.keyboard.press("Control+k");
  await ada.keyboard.type("eng");
  expect(await search.inputValue()).toBe("eng");
  await ada.keyboard.press("Escape");
  await ada.keyboard.press("Escape");
  await ada.getByRole("button", { name: "New conversation" }).click();
  await ada.keyboard.type(bobHimself.username);
  await ada.getByRole("option", { name: `@${bobHimself.username}` }).waitFor();
  await ada.keyboard.press("Escape");
  expect((await bobHimself.history(id)).items).toEqual([]);
});

test("Keys that follow the opening of a conversation reach its composer while its code still loads", async () => {
  const pumps = await adaHerself.startGroup([bobHimself], "Pump room");
  const draft = [`chatflow.drafts.${pumps.id}.${adaHerself.id}`, JSON.stringify({ text: "Bob: " })] as const;
  await ada.evaluate(([key, value]) => localStorage.setItem(key, value), draft);
  await ada.goto("about:blank");
  const release = await holdScripts(ada, /assets\/conversation-[\w-]{8}\.js/);
  await ada.goto("/", { waitUntil: "domcontentloaded" });
  const link = ada.getByRole("link", { name: /Pump room/ });
  await link.click();
  // Keys on another control are for this control, and Enter alone does not send the draft.
  const section = ada.getByRole("navigation").getByRole("button", { expanded: true }).first();
  await section.focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("navigation").getByRole("button", { expanded: false }).first().waitFor();
  await link.focus();
  await ada.keyboard.press("Enter");
  await ada.keyboard.type("Is the pump onn");
  await ada.keyboard.press("Backspace");
  await ada.keyboard.press("Enter");
  await ada.keyboard.type("Or");
  await ada.keyboard.press("Shift+Enter");
  await ada.keyboard.type("off");
  release();
  await message(ada, "Bob: Is the pump on").getByLabel("Sent").waitFor();
  await expect.poll(() => composer(ada).inputValue()).toBe("Or\noff");
  await ada.keyboard.type("?");
  expect(await composer(ada).inputValue()).toBe("Or\noff?");
  expect((await bobHimself.history(pumps.id)).items).toMatchObject([{ content: "Bob: Is the pump on" }]);
});

/** Replaces the notifications, which a headless browser does not show. */
const fakeNotifications = `
  window.shown = [];
  window.Notification = class {
    static permission = "granted";
    static requestPermission = async () => "granted";
    constructor(title, { body }) {
      window.shown.push({ title, body, click: () => this.onclick() });
    }
    close() {}
  };
`;

/** Turns desktop notifications on, like the switch in the settings. */
const wantsNotifications = `localStorage.setItem("chatflow.notifications", '{"desktop":true,"sound":false}');`;

test("A member outside a group's first eight has a name in a notification, in the list, in the search and while typing", async () => {
  await ada.addInitScript(fakeNotifications);
  await ada.addInitScript(wantsNotifications);
  await ada.goto("/");
  await ada.locator("[data-connection=live]").waitFor({ state: "attached" });
  const others: Person[] = [];
  for (let count = 1; count <= 8; count++)
    others.push(await newPerson(url, uniqueName("m"), `Member ${count}`));
  const zoe = await newPerson(url, uniqueName("z"), "Zoe Last");
  const crowd = await adaHerself.startGroup([bobHimself, ...others, zoe], "Crowd");
  await zoe.send(crowd.id, "a needle from the last one");
  await expect
    .poll(() => ada.evaluate("window.shown.map(({ body }) => body)"))
    .toEqual(["Zoe Last: a needle from the last one"]);
  const item = ada.getByRole("link", { name: /Crowd.*Zoe Last: a needle/ });
  await item.click();
  await choose(ada, "a needle from the last one", "Reply");
  await ada.getByText("Replying to Zoe Last").waitFor();
  const socket = await zoe.connect();
  socket.send({ action: "typing", conversationId: crowd.id, isTyping: true });
  await ada.getByText("Zoe Last is typing …").waitFor();
  await socket.close();
  await ada.keyboard.press("Control+k");
  await ada.getByRole("combobox", { name: "Search" }).fill("needle");
  await ada.getByRole("option", { name: /Zoe Last/ }).waitFor();
  await ada.keyboard.press("Escape");
  // The field that searches the members stays while it has a text, even if the group has become too small to need it.
  await openMembers(ada);
  const search = panel(ada).getByRole("searchbox", { name: "Search people" });
  await search.fill("Member 3");
  await adaHerself.call("removeParticipant", { params: { id: crowd.id, userId: zoe.id } });
  await panel(ada).getByRole("list", { name: "10 people" }).waitFor();
  expect(await search.inputValue()).toBe("Member 3");
});

/** Ends the time that a page waits before it notifies, and returns once it has asked the other tabs. */
async function hasDecided(page: Page): Promise<void> {
  await page.clock.runFor(10_000);
  // The browser answers requests about locks in order, so the page's earlier ones have their answers by then.
  await page.evaluate(async () => {
    for (let count = 0; count < 5; count++) {
      await navigator.locks.query();
      await navigator.locks.request("after", async () => {});
    }
  });
}

test("A message notifies in one tab, and nowhere while a tab or another device shows its conversation", async () => {
  const boiler = await adaHerself.startGroup([bobHimself], "Boiler room");
  const device = (await openPage(browser, url)).page;
  await device.addInitScript(fakeNotifications);
  await device.addInitScript(wantsNotifications);
  await signIn(device, adaHerself);
  const tab = await ada.context().newPage();
  for (const page of [ada, tab]) {
    await page.addInitScript(fakeNotifications);
    await page.addInitScript(wantsNotifications);
    await page.clock.install();
    await page.goto("/");
  }
  for (const page of [ada, tab]) await page.locator("[data-connection=live]").waitFor({ state: "attached" });
  const shown = (page: Page) => page.evaluate<string[]>("window.shown.map(({ body }) => body)");
  const shownByTabs = async () => [...(await shown(ada)), ...(await shown(tab))];
  await bobHimself.send(boiler.id, "one");
  await bobHimself.send(id, "two");
  for (const page of [ada, tab]) {
    await page.getByRole("link", { name: /Engine room.*two/ }).waitFor();
    await hasDecided(page);
  }
  await expect.poll(async () => (await shownByTabs()).sort()).toEqual(["Bob Noyce: one", "Bob Noyce: two"]);
  await expect.poll(() => shown(device)).toEqual(["Bob Noyce: one", "Bob Noyce: two"]);

  // The tab shows the conversation and marks it as read. The other device learns of it.
  await openGroup(tab);
  await device
    .getByRole("link", { name: /Engine room/ })
    .getByLabel("1 unread")
    .waitFor({ state: "detached" });
  await bobHimself.send(id, "three, which Ada sees");
  await bobHimself.send(boiler.id, "four");
  for (const page of [ada, tab]) {
    await page.getByRole("link", { name: /Boiler room.*four/ }).waitFor();
    await hasDecided(page);
  }
  await expect.poll(shownByTabs).toContain("Bob Noyce: four");
  await expect.poll(() => shown(device)).toContain("Bob Noyce: four");
  expect(await shownByTabs()).toHaveLength(3);
  expect(await shown(device)).toHaveLength(3);
});

test("A notice that goes returns the focus that it has, and moves no other", async () => {
  await ada.clock.install();
  const notice = ada.getByRole("status").filter({ hasText: "is archived." });
  const expires = async () => {
    await ada.clock.runFor(20_000);
    await notice.waitFor({ state: "detached" });
  };
  const isFocused = (place: Locator) => place.evaluate((element) => element === document.activeElement);
  await chooseInConversationMenu(ada, "Archive");
  await notice.waitFor();
  await composer(ada).focus();
  await notice.getByRole("button", { name: "Undo" }).focus();
  await expires();
  await expect.poll(() => isFocused(composer(ada))).toBe(true);
  await adaHerself.call("updateSettings", { params: { id }, body: { isArchived: false } });
  await chooseInConversationMenu(ada, "Archive");
  await notice.waitFor();
  await composer(ada).focus();
  await composer(ada).evaluate((field) => field.blur());
  await expires();
  expect(await isFocused(ada.locator("body"))).toBe(true);
});

test("Days are those of the viewer's time zone, and end at midnight", async () => {
  await bobHimself.send(id, "the needle of today");
  // A time zone in which today's date differs from the date in UTC.
  const hours = new Date().getUTCHours();
  const timezoneId = hours < 11 ? "Pacific/Pago_Pago" : "Pacific/Kiritimati";
  const { page } = await openPage(browser, url, { timezoneId });
  await page.clock.install();
  await signIn(page, adaHerself);
  await page.goto(`/c/${id}`);
  await page.getByText("Today", { exact: true }).waitFor();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Search" }).fill("needle");
  const dayAfter = (days: number) =>
    page.evaluate<string>(`(() => {
      const now = new Date();
      const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + ${days});
      return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
        .map((part) => String(part).padStart(2, "0")).join("-");
    })()`);
  await dialog.getByLabel("After").fill(await dayAfter(0));
  await dialog.getByLabel("Before").fill(await dayAfter(1));
  await dialog.getByRole("option").locator("mark", { hasText: "needle" }).waitFor();
  await dialog.getByLabel("Before").fill(await dayAfter(0));
  await dialog.getByText("No results").waitFor();
  await page.keyboard.press("Escape");
  // The page stays open until tomorrow.
  await page.clock.fastForward("24:00:00");
  await page.getByText("Yesterday", { exact: true }).waitFor();
});

test("A new message shows a desktop notification if the user turned them on, and a click opens its conversation", async () => {
  await ada.addInitScript(fakeNotifications);
  await ada.goto("/");
  const settings = await openSettings(ada, "Notifications");
  await settings.getByRole("switch", { name: "Desktop notifications" }).check();
  const shown = () => ada.evaluate("window.shown.map(({ title, body }) => [title, body])");
  await bobHimself.send(id, "Are you **there**?");
  await expect.poll(shown).toEqual([["Engine room", "Bob Noyce: Are you there?"]]);
  // The page shows the conversation as a favourite when it knows both settings.
  await adaHerself.call("updateSettings", { params: { id }, body: { notify: "mentions", isPinned: true } });
  await ada.getByRole("region", { name: "Favourites" }).getByRole("link", { name: "Engine room" }).waitFor();
  await bobHimself.send(id, "Never mind");
  await bobHimself.send(id, `@${adaHerself.username}!`);
  await expect.poll(() => ada.evaluate("window.shown.at(-1).body")).toContain(".ada!");
  expect(await ada.evaluate("window.shown.length")).toBe(2);
  await ada.evaluate("window.shown[1].click()");
  await ada.getByRole("heading", { name: "Engine room" }).waitFor();
  // The page shows no notification for the open conversation.
  await adaHerself.call("updateSettings", { params: { id }, body: { notify: "all", isPinned: false } });
  await ada.getByRole("region", { name: "Favourites" }).waitFor({ state: "detached" });
  await bobHimself.send(id, "You see this");
  await message(ada, "You see this").waitFor();
  expect(await ada.evaluate("window.shown.length")).toBe(2);
});
