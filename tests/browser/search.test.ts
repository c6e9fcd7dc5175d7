import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import type { ConversationId, MessageId } from "../../contract/ids.ts";
import { newId, newPerson, type Person, uniqueName } from "../support/people.ts";
import { composer, message, openPage, signIn } from "./browser.ts";
import { devices } from "./devices.ts";
import { chooseInConversationMenu, panel } from "./two-people.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

/** Sends a message, or a reply in a thread. */
const send = (person: Person, id: ConversationId, content: string, threadId?: MessageId) =>
  person.call("sendMessage", {
    params: { id },
    body: { id: newId(), content, ...(threadId && { threadId }) },
  });

/** Ada and Bob share two groups. Bob has written three messages about needles, and others between them. */
async function withNeedles() {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("s"), "Ada Lovelace"),
    newPerson(url, uniqueName("s"), "Bob Noyce"),
  ]);
  const engine = await bob.startGroup([ada], "Engine room");
  const boiler = await bob.startGroup([ada], "Boiler room");
  await bob.sendAll(engine.id, ["first needle", "hay", "more hay"]);
  await bob.send(boiler.id, "second needle");
  const third = await send(bob, engine.id, "third needle");
  return { ada, bob, engine, boiler, third };
}

const results = (page: Page) => panel(page).getByRole("listbox", { name: "Search results" });
const field = (page: Page) => panel(page).getByRole("combobox", { name: "Search messages" });
const status = (page: Page, text: string) => panel(page).getByRole("status").getByText(text, { exact: true });
const current = (page: Page) => results(page).locator('[aria-current="true"]');
const shown = (page: Page, text: string) => page.getByRole("main").locator("[data-focus]", { hasText: text });

/** Opens the quick switcher and leads from there to the messages with a text. */
async function searchFor(page: Page, text: string, pick: (typeof devices)[number][1]["pick"]): Promise<void> {
  const switcher = page.getByRole("dialog").getByRole("combobox", { name: "Search" });
  await page.keyboard.press("Control+k");
  await switcher.fill(text);
  await pick(
    switcher,
    page.getByRole("dialog").getByRole("option", { name: `Search messages for “${text}”` }),
  );
}

const [keyboard, phone] = devices.map(([, device]) => device);

describe("The results of a search for messages", () => {
  test("stay beside the conversation while the user steps through them with the keyboard, and after a reload", async () => {
    const { ada, bob, third } = await withNeedles();
    const { page, errors } = await openPage(browser, url, keyboard?.options);
    await signIn(page, ada);
    await page.getByRole("link", { name: /Boiler room/ }).click();
    await composer(page).waitFor();
    if (keyboard) await searchFor(page, "needle", keyboard.pick);
    await status(page, "3 messages").waitFor();
    await expect.poll(() => field(page).evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await shown(page, "third needle").waitFor();
    await status(page, "Message 1 of 3").waitFor();
    await page.keyboard.press("Enter");
    await shown(page, "second needle").waitFor();
    await page.keyboard.press("Enter");
    await shown(page, "first needle").waitFor();
    await page.keyboard.press("Shift+Enter");
    await shown(page, "second needle").waitFor();
    await current(page).getByText("second needle").waitFor();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await shown(page, "third needle").waitFor();
    // One of them is deleted meanwhile.
    const { conversationId, id: messageId } = third;
    await bob.call("deleteMessage", { params: { id: conversationId, messageId } });
    await current(page).getByText("This message was deleted").waitFor();
    await page.reload();
    await status(page, "2 messages").waitFor();
    expect(await field(page).inputValue()).toBe("needle");
    await page.keyboard.press("Escape");
    await panel(page).waitFor({ state: "detached" });
    // All steps are one step back.
    await page.goBack();
    await page.getByRole("heading", { name: "Boiler room", level: 1 }).waitFor();
    expect(errors).toEqual([]);
  });

  test("cover the conversation on a phone, where Back leads from a message to them and then closes them", async () => {
    const { ada, engine } = await withNeedles();
    const { page, errors } = await openPage(browser, url, phone?.options);
    await signIn(page, ada);
    await page.getByRole("link", { name: /Engine room/ }).tap();
    await message(page, "third needle").waitFor();
    if (phone) await searchFor(page, "needle", phone.pick);
    for (const text of ["third needle", "second needle", "first needle"]) {
      await results(page)
        .getByRole("option", { name: new RegExp(text) })
        .tap();
      await shown(page, text).waitFor();
      await panel(page).waitFor({ state: "detached" });
      // The second message is read after a reload.
      if (text === "second needle") await page.reload();
      await page.goBack();
      await current(page).getByText(text).waitFor();
    }
    await page.reload();
    await current(page).getByText("first needle").waitFor();
    await page.goForward();
    await shown(page, "first needle").waitFor();
    await page.goBack();
    await results(page).waitFor();
    await page.goBack();
    await panel(page).waitFor({ state: "detached" });
    await message(page, "third needle").waitFor();
    expect(new URL(page.url()).pathname).toBe(`/c/${engine.id}`);
    await page.goBack();
    await page.getByRole("navigation", { name: "Conversations" }).waitFor();
    expect(errors).toEqual([]);
  });

  test("load page by page, lie below a thread, explain a failure, and are limited to a conversation by its menu", async () => {
    const { ada, bob, engine } = await withNeedles();
    const root = await send(bob, engine.id, "a root");
    await send(bob, engine.id, "a reply with a needle", root.id);
    const { page, errors } = await openPage(browser, url, keyboard?.options);
    await signIn(page, ada);
    await page.getByRole("link", { name: /Engine room/ }).click();
    await chooseInConversationMenu(page, "Search in this conversation");
    await expect.poll(() => field(page).inputValue()).toBe('in:"Engine room" ');
    await field(page).press("End");
    await field(page).pressSequentially("needle");
    await status(page, "3 messages").waitFor();
    // A message in a thread opens its thread above the results.
    await page.keyboard.press("Enter");
    await panel(page).getByText("a reply with a needle").waitFor();
    await panel(page).getByRole("button", { name: "Back" }).click();
    await status(page, "Message 1 of 3").waitFor();
    expect(errors).toEqual([]);
    await page.route("**/api/search?*", (route) => route.abort());
    await field(page).fill("hay");
    await panel(page).getByRole("alert").waitFor();
    await page.unroute("**/api/search?*");
    await panel(page).getByRole("button", { name: "Try again" }).click();
    await status(page, "2 messages").waitFor();
    await bob.sendAll(
      engine.id,
      Array.from({ length: 30 }, (_, at) => `straw ${at + 1}`),
    );
    await field(page).fill("straw");
    await status(page, "More than 20 messages").waitFor();
    await panel(page).getByRole("button", { name: "Show more" }).click();
    await status(page, "30 messages").waitFor();
  });
});
