import type { Locator } from "playwright-core";
import { expect, inject, test } from "vitest";
import { newId, newPerson, type Person, uniqueName } from "../support/people.ts";
import { composer, message, openPage, signIn } from "./browser.ts";
import { devices } from "./devices.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

/** Two groups of Bob with Ada. One has a plan with an earlier version and a link, and a poll. */
async function bobsGroups(ada: Person, bob: Person) {
  await bob.startGroup([ada], "Bridge");
  const { id } = await bob.startGroup([ada], "Engine room");
  const { body: plan } = await bob.send(id, "The plan");
  const content = "The plan for today: https://example.org/plan";
  await bob.call("editMessage", { params: { id, messageId: plan.id }, body: { content } });
  const poll = { question: "Lunch?", options: ["Soup", "Pizza"] };
  await bob.call("sendMessage", { params: { id }, body: { id: newId(), content: "", poll } });
  return { id, plan };
}

test("F6, the arrow keys, letters and Escape lead through the page to a message, its actions and back", async () => {
  const name = uniqueName("keys");
  const [ada, bob] = await Promise.all([
    newPerson(url, `${name}.ada`, "Ada Lovelace"),
    newPerson(url, `${name}.bob`, "Bob Noyce"),
  ]);
  const { id, plan: planned } = await bobsGroups(ada, bob);
  await bob.call("pinMessage", { params: { id, messageId: planned.id } });
  await bob.send(id, "See you there");
  const { page, errors } = await openPage(browser, url);
  await signIn(page, ada);
  const press = (key: string) => page.keyboard.press(key);
  const isFocused = (target: Locator) =>
    expect.poll(() => target.evaluate((element) => element === document.activeElement)).toBe(true);
  const link = page.getByRole("link", { name: /Engine room/ });
  const plan = page.getByRole("article").filter({ hasText: "The plan for today" });
  // The code of these keys loads with that of the title.
  await page.waitForFunction(() => /^\(\d/.test(document.title));

  await press("F6");
  await isFocused(page.getByRole("link", { name: "Home" }));
  // The title of a section takes one step of Tab. Keys lead to the buttons beside it.
  const channels = page.getByRole("button", { name: "Channels", exact: true });
  await channels.focus();
  await press("ArrowRight");
  await isFocused(page.getByRole("button", { name: "Actions for Channels" }));
  await press("ArrowRight");
  await isFocused(page.getByRole("button", { name: "Add a channel" }));
  await press("ArrowLeft");
  await press("ArrowLeft");
  await isFocused(channels);
  await press("Tab");
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("A");
  for (let steps = 0; steps < 10; steps++) {
    if (await link.evaluate((element) => element === document.activeElement)) break;
    await press("ArrowDown");
  }
  // Each conversation takes one step of Tab. Keys open its menu.
  await press("ArrowRight");
  await page.getByRole("menuitem", { name: "Mute" }).waitFor();
  await press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await isFocused(link);
  await press("Tab");
  expect(await link.evaluate((element) => element.closest("li")?.contains(document.activeElement))).toBe(
    false,
  );
  await press("Shift+Tab");
  await isFocused(link);
  await press("Enter");
  await isFocused(composer(page));
  const poll = page.getByRole("article").filter({ hasText: "Lunch?" });
  await page.getByRole("article").filter({ hasText: "See you there" }).focus();
  // The arrow passes the line that reports the pinned message, and leads from a button to the message above.
  await press("ArrowUp");
  await isFocused(poll);
  await press("Tab");
  await press("ArrowUp");
  await isFocused(plan);
  // The mouse leaves the message. The letters still press the buttons of the message with the focus.
  await plan.hover();
  await page.mouse.move(0, 0);
  await press("a");
  await plan.getByText("Saved").waitFor();
  await press("r");
  const emoji = page.getByRole("textbox", { name: "Search emoji" });
  await isFocused(emoji);
  expect(await emoji.inputValue()).toBe("");
  await press("Escape");
  await emoji.waitFor({ state: "detached" });
  await isFocused(plan);
  await press("t");
  await isFocused(page.getByRole("textbox", { name: "Reply in the thread" }));
  await press("F6");
  await isFocused(link);
  await press("Shift+F6");
  await isFocused(page.getByRole("textbox", { name: "Reply in the thread" }));
  await press("Escape");
  await page.getByRole("complementary").waitFor({ state: "detached" });
  await plan.focus();
  // Only the first of these keys is the letter M: on a Russian keyboard. The others are held, or a comma in France.
  for (const key of [{ key: "ь" }, { key: "m", repeat: true }, { key: "," }])
    await plan.dispatchEvent("keydown", { ...key, code: "KeyM" });
  await page.getByRole("menuitem", { name: "Copy text" }).waitFor();
  await press("Escape");
  await page.getByRole("menu").waitFor({ state: "detached" });
  await plan.focus();
  await press("Escape");
  await isFocused(composer(page));

  // From the list itself, an arrow only scrolls. The key of regions does not leave a dialog.
  const log = page.getByRole("log");
  await log.focus();
  await press("ArrowDown");
  await isFocused(log);
  await press("?");
  const dialog = page.getByRole("dialog");
  const close = dialog.getByRole("button", { name: "Close" });
  await isFocused(close);
  await press("F6");
  await isFocused(close);
  await press("Escape");
  await dialog.waitFor({ state: "detached" });

  // A notice with a button is a region of its own, and the focus returns from it.
  await page.getByRole("button", { name: "Conversation menu" }).press("Enter");
  await page.getByRole("menuitem", { name: "Archive", exact: true }).press("Enter");
  const undo = page.getByRole("button", { name: "Undo" });
  await undo.waitFor();
  await press("F6");
  await isFocused(undo);
  await press("Enter");
  await undo.waitFor({ state: "detached" });
  await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false);
  expect(errors).toEqual([]);
});

test.each(devices)(
  "A day's work succeeds without a mouse, and the focus stays at its place: %s",
  async (_, { options, press, select, leave, showList }) => {
    const name = uniqueName("day");
    const [ada, bob] = await Promise.all([
      newPerson(url, `${name}.ada`, "Ada Lovelace"),
      newPerson(url, `${name}.bob`, "Bob Noyce"),
    ]);
    await bobsGroups(ada, bob);
    const { page, errors } = await openPage(browser, url, options);
    await signIn(page, ada);
    const panel = page.getByRole("complementary");
    const button = (label: string | RegExp) => page.getByRole("button", { name: label, exact: true });
    const item = (label: string | RegExp) => page.getByRole("menuitem", { name: label, exact: true });
    const notice = (text: string | RegExp) => page.getByRole("status").getByText(text);
    const plan = page.getByRole("article").filter({ hasText: "The plan for today" });
    const tool = (label: string) =>
      plan.getByRole("toolbar").getByRole("button", { name: label, exact: true });
    const hasFocus = (target: Locator) =>
      expect.poll(() => target.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    const choose = async (label: string) => {
      await select(plan);
      await press(tool("More actions"));
      await press(item(label));
    };
    const closePanel = async () => {
      await leave(page);
      await panel.waitFor({ state: "detached" });
    };

    await press(page.getByRole("link", { name: /Engine room/ }));
    await composer(page).waitFor();

    // A poll: vote, and see who else did.
    await press(button(/^Pizza/));
    await button(/^Pizza 1$/).waitFor();
    await press(button("Show voters"));
    await panel.getByText("Ada Lovelace").waitFor();
    await closePanel();
    await hasFocus(button("Show voters"));

    // Everything that a message offers. After each action, the focus is still at the message.
    await choose("Pin for everyone");
    await plan.getByText("Pinned", { exact: false }).waitFor();
    await hasFocus(plan);
    await choose("Save for later");
    await plan.getByText("Saved").waitFor();
    await hasFocus(plan);
    await choose("Remind me");
    await press(item("In an hour"));
    await notice(/^Reminder: /).waitFor();
    await hasFocus(plan);
    await choose("Forward");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox", { name: "Forward to" }).fill("brid");
    await page.getByRole("option", { name: "Bridge" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await press(dialog.getByRole("button", { name: "Forward" }));
    await notice(/^Forwarded to /).waitFor();
    await dialog.waitFor({ state: "detached" });
    await hasFocus(plan);
    await select(plan);
    await press(tool("React"));
    await page.getByRole("textbox", { name: "Search emoji" }).fill("tada");
    await page.keyboard.press("Enter");
    await plan.getByRole("button", { name: /^🎉/ }).waitFor();
    await hasFocus(plan);
    await select(plan);
    await press(tool("Reply in thread"));
    const reply = panel.getByRole("textbox", { name: "Reply in the thread" });
    await reply.fill("I am late");
    await press(panel.getByRole("button", { name: "Send", exact: true }));
    await panel.getByRole("article").filter({ hasText: "I am late" }).waitFor();
    await closePanel();
    await plan.getByRole("button", { name: /^1 reply/ }).waitFor();
    await hasFocus(plan);
    await plan.getByRole("toolbar").waitFor();
    await press(button("(edited)"));
    await panel.getByText("The plan", { exact: true }).waitFor();
    await closePanel();
    await hasFocus(button("(edited)"));

    // The panels of the conversation.
    for (const [label, shown] of [
      ["Pinned messages", "Pinned by Ada Lovelace"],
      ["Files and links", "Files that people send here"],
      ["Details", "2 people"],
    ] as const) {
      await press(button("Conversation menu"));
      await press(page.getByRole("menuitem", { name: label }));
      await panel.getByText(shown, { exact: false }).first().waitFor();
      await closePanel();
      await hasFocus(button("Conversation menu"));
    }

    // The composer: a message for later, and a poll. Sending leaves the focus, and a phone's keyboard, in the field.
    await composer(page).fill("Good morning");
    await press(button("Send later"));
    await press(page.getByRole("menuitem", { name: /^(Tomorrow|Monday) at/ }).first());
    await notice(/^Scheduled: /).waitFor();
    await press(button("Create poll"));
    await dialog.getByLabel("Question").fill("When?");
    await dialog.getByLabel("Option 1").fill("At noon");
    await dialog.getByLabel("Option 2").fill("At one");
    await press(dialog.getByRole("button", { name: "Post poll" }));
    await button(/^At noon 0/).waitFor();
    await dialog.waitFor({ state: "detached" });
    await hasFocus(button("Create poll"));
    await composer(page).fill("Until tomorrow");
    await press(page.getByRole("main").getByRole("button", { name: "Send", exact: true }));
    await message(page, "Until tomorrow").waitFor();
    await hasFocus(composer(page));

    // The list: a status, saved messages, and the home page.
    await showList(page);
    await press(button(/^Account of/));
    await press(item("Set a status"));
    await press(dialog.getByRole("button", { name: "In a meeting" }));
    await press(dialog.getByRole("button", { name: "Save" }));
    await dialog.waitFor({ state: "detached" });
    await hasFocus(button(/^Account of/));
    await press(button("Saved"));
    await panel.getByText("The plan for today").waitFor();
    await closePanel();
    await hasFocus(button("Saved"));
    await press(page.getByRole("navigation").getByRole("link", { name: "Home" }));
    await press(button("Done"));
    await button("Done").waitFor({ state: "detached" });
    await press(page.getByRole("main").getByRole("button", { name: "Delete", exact: true }));
    await page.getByText("Good morning").waitFor({ state: "detached" });
    expect(errors).toEqual([]);
  },
);
