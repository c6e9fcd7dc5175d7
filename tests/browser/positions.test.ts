import { isDeepStrictEqual } from "node:util";
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { drawLandscape } from "../showcase/drawings.ts";
import { newPerson, numbered, type Person, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";
import { postUpload } from "../support/upload.ts";
import { composer, message, openPage, signIn } from "./browser.ts";
import { recordListFrames, settledList, takeListFrames } from "./list-frames.ts";
import { storedValue } from "./stored-value.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** The bottom edges of the last message and of the list, in CSS pixels. */
const edges = (page: Page) =>
  page.evaluate(() => {
    const bottom = (element: Element | null | undefined) =>
      element?.getBoundingClientRect().bottom ?? Number.NaN;
    const articles = document.querySelectorAll("article");
    return {
      message: bottom(articles[articles.length - 1]),
      list: bottom(document.querySelector("[role=log]")),
    };
  });

/** The last message ends within the list, which is scrolled to its end, and the pictures in view have loaded. */
async function showsEnd(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const { message, list } = await edges(page);
      const isSettled = await page.getByRole("log").evaluate((log) => {
        const { top, bottom } = log.getBoundingClientRect();
        const shown = [...log.querySelectorAll("img")].filter((image) => {
          const box = image.getBoundingClientRect();
          return box.bottom > top && box.top < bottom;
        });
        const rest = log.scrollHeight - log.clientHeight - log.scrollTop;
        return Math.abs(rest) <= 1 && shown.every((image) => image.complete && image.naturalWidth > 0);
      });
      return isSettled && message <= list && list - message < 60;
    })
    .toBe(true);
}

const picture = drawLandscape(1, { width: 390, height: 844 });

async function sendPicture(person: Person, id: ConversationId): Promise<void> {
  const file = { fileName: "owl.png", contentType: "image/png", sizeBytes: picture.length };
  const size = { width: 780, height: 1688 };
  const upload = await person.call("addAttachment", { params: { id }, body: { ...file, ...size } });
  await postUpload(url, upload, picture);
  const attachmentIds = [upload.attachment.id];
  await person.call("sendMessage", {
    params: { id },
    body: { id: crypto.randomUUID(), content: "", attachmentIds },
  });
}

/** Two people, and Ada's phone in a group with a long history. */
async function onPhone() {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("p"), "Ada Lovelace"),
    newPerson(url, uniqueName("p"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  await bob.sendAll(id, numbered("line", 25));
  // Ada's message comes before her page, which may otherwise open the group at messages that were unread.
  const { body: mine } = await ada.send(id, "my own");
  const { page, errors } = await openPage(browser, url, phone);
  await signIn(page, ada);
  return { ada, bob, id, mine, page, errors };
}

test("The newest message stays above the composer, whatever appears between them", async () => {
  const { ada, bob, id, mine, page } = await onPhone();
  await page.goto(`/c/${id}`);
  await message(page, "my own").waitFor();
  await showsEnd(page);
  const header = () => page.locator("main header").boundingBox();
  const before = await header();
  // A longer draft, files, a reply, and a reaction to the last message.
  await composer(page).fill("one\ntwo\nthree\nfour\nfive");
  await showsEnd(page);
  await page
    .locator("input[type=file]")
    .setInputFiles(
      ["a.txt", "b.txt", "c.txt"].map((name) => ({ name, mimeType: "text/plain", buffer: Buffer.from("x") })),
    );
  await page.getByRole("list", { name: "Attached files" }).waitFor();
  await showsEnd(page);
  const last = message(page, "my own");
  await last.tap();
  await last.getByRole("button", { name: "Reply", exact: true }).tap();
  await page.getByText("Replying to Ada Lovelace").waitFor();
  await showsEnd(page);
  // The formatting bar, and the banner of an edit.
  await page.getByRole("button", { name: "Formatting" }).tap();
  await page.getByRole("toolbar", { name: "Formatting" }).waitFor();
  await showsEnd(page);
  await page.getByRole("button", { name: "Formatting" }).tap();
  await showsEnd(page);
  await last.tap();
  await last.getByRole("button", { name: "More actions" }).tap();
  await page.getByRole("menuitem", { name: "Edit", exact: true }).tap();
  await page.getByText("Editing your message").waitFor();
  await showsEnd(page);
  await page.getByRole("button", { name: "Cancel" }).tap();
  await page.getByText("Editing your message").waitFor({ state: "detached" });
  await showsEnd(page);
  await bob.call("addReaction", { params: { id, messageId: mine.id, emoji: "👍" } });
  await last.getByRole("button", { name: /👍 1/ }).waitFor();
  await showsEnd(page);
  // "Seen by" below the last message, and the notice of a lost connection above the page.
  await bob.call("markRead", { params: { id }, body: { seq: mine.seq } });
  await page.getByText("Seen by Bob Noyce").waitFor();
  await showsEnd(page);
  let isLost = true;
  await page.routeWebSocket("**/ws", (socket) => void (isLost ? socket.close() : socket.connectToServer()));
  await page.reload();
  await page.getByText("Connection lost.").waitFor();
  await showsEnd(page);
  expect(await header()).toEqual(before);
  // A conversation that ends with pictures opens at its end.
  for (let count = 0; count < 3; count++) await sendPicture(bob, id);
  await ada.call("markRead", { params: { id }, body: { seq: 29 } });
  isLost = false;
  // Once as the server sends them, and once with the pictures known from before.
  for (let visit = 1; visit <= 2; visit++) {
    await page.goto(`/c/${id}`);
    await page.getByRole("img", { name: "owl.png" }).last().waitFor();
    await showsEnd(page);
  }
  // A user who has scrolled up stays there.
  await page.getByRole("log").evaluate((list) => list.scrollBy(0, -400));
  await composer(page).fill("one");
  const { message: bottom, list } = await edges(page);
  expect(bottom).toBeGreaterThan(list);
  // The Enter key of a screen keyboard begins a new line.
  await composer(page).press("Enter");
  expect(await composer(page).inputValue()).toBe("one\n");
});

test("On a phone, Back closes what is open, and returns from a quoted message", async () => {
  const { ada, bob, id, page, errors } = await onPhone();
  const first = (await bob.history(id, { after: 0 })).items[0];
  const reply = { id: crypto.randomUUID(), content: "I answer", replyTo: first?.id };
  await ada.call("sendMessage", { params: { id }, body: reply });
  await page.getByRole("link", { name: /Engine room/ }).tap();
  const answer = page.getByRole("article").filter({ hasText: "I answer" });
  await answer.waitFor();
  await page.getByRole("button", { name: "Conversation menu" }).tap();
  await page.getByRole("menuitem", { name: "Details" }).tap();
  const details = page.getByRole("complementary", { name: "Details" });
  await details.waitFor();
  await page.goBack();
  await details.waitFor({ state: "detached" });
  await answer.waitFor();
  // A menu and the emoji picker.
  await page.getByRole("button", { name: "Conversation menu" }).tap();
  await page.getByRole("menu").waitFor();
  await page.goBack();
  await page.getByRole("menu").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Insert emoji" }).tap();
  await page.getByRole("dialog").waitFor();
  await page.goBack();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await answer.waitFor();
  await page.keyboard.press("Control+k");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Search" }).waitFor();
  await page.goBack();
  await dialog.waitFor({ state: "detached" });
  // A dialog that is closed by its button leaves no step behind.
  await page.keyboard.press("Control+k");
  await dialog.getByRole("button", { name: "Close" }).tap();
  await dialog.waitFor({ state: "detached" });
  await answer.getByRole("button", { name: "Bob Noyce line 1" }).tap();
  await page.locator("[data-focus]", { hasText: "line 1" }).waitFor();
  await page.goBack();
  await page.locator("[data-focus]", { hasText: "I answer" }).waitFor();
  await page.goBack();
  await page.getByRole("navigation", { name: "Conversations" }).waitFor();
  expect(errors).toEqual([]);
});

test("Back and Forward repeat the steps of a search, and a reload leaves no step behind", async () => {
  const { ada, bob, id, page, errors } = await onPhone();
  const boiler = await bob.startGroup([ada], "Boiler room");
  await page.getByRole("link", { name: /Engine room/ }).tap();
  await message(page, "my own").waitFor();
  const title = (name: string) => page.getByRole("heading", { name, level: 1 });
  const search = async (text: string) => {
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox", { name: "Search" }).fill(text);
  };
  await search("Boiler");
  await page
    .getByRole("option", { name: /Boiler room/ })
    .first()
    .tap();
  await title("Boiler room").waitFor();
  await page.goBack();
  await title("Engine room").waitFor();
  await page.goForward();
  await title("Boiler room").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/c/${boiler.id}`);
  await page.goBack();
  await message(page, "my own").waitFor();
  // A message of the conversation that is open already.
  await search("line 3");
  await page
    .getByRole("group", { name: "Messages" })
    .getByRole("option", { name: /line 3\b/ })
    .tap();
  await page.locator("[data-focus]", { hasText: /line 3\b/ }).waitFor();
  await page.goBack();
  const results = page.getByRole("complementary", { name: "Search messages" });
  await results.getByRole("option", { name: /line 3\b/ }).waitFor();
  await page.goBack();
  await results.waitFor({ state: "detached" });
  await expect.poll(() => new URL(page.url()).pathname).toBe(`/c/${id}`);
  await showsEnd(page);
  // The dialog is gone after a reload, and its step as well.
  await search("line");
  await page.reload();
  await message(page, "my own").waitFor();
  await page.goBack();
  await page.getByRole("navigation", { name: "Conversations" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
  expect(errors).toEqual([]);
});

describe("The list of messages", () => {
  /** A group with 130 messages of different heights. Ada has read 100 of them. */
  async function longGroup() {
    const [ada, bob] = await Promise.all([
      newPerson(url, uniqueName("p"), "Ada Lovelace"),
      newPerson(url, uniqueName("p"), "Bob Noyce"),
    ]);
    const { id } = await ada.startGroup([bob], "Engine room");
    const texts = numbered("line", 130).map((text, at) => text + " and more words".repeat((at % 4) * 12));
    await bob.sendAll(id, texts);
    await ada.call("markRead", { params: { id }, body: { seq: 100 } });
    const { page, errors } = await openPage(browser, url);
    const reads: string[] = [];
    page.on("websocket", (socket) =>
      socket.on("framesent", ({ payload }) => {
        if (/"action":"read"/.test(String(payload))) reads.push(String(payload));
      }),
    );
    await signIn(page, ada);
    await recordListFrames(page);
    return { ada, bob, id, page, reads, errors };
  }

  /** Reads the number of unread messages in a user's snapshot. It runs in the page. */
  const storedUnread = (user: Person, id: ConversationId) =>
    `${storedValue({ database: `chatflow.snapshot.${user.id}`, store: "snapshots", request: 'get("last")' })}.then((last) => last?.conversations.find((one) => one.id === "${id}")?.unreadCount)`;

  const lastMessage = (page: Page) => page.getByRole("article").filter({ hasText: "line 130 and" });

  /** Runs a step that shows lists, which must not move, and returns what the last one shows. */
  async function shownBy(page: Page, step: () => Promise<unknown>) {
    await takeListFrames(page);
    await step();
    await settledList(page);
    const frames = await takeListFrames(page);
    for (const shown of new Set(frames.map(({ list }) => list))) {
      const list = frames.filter((frame) => frame.list === shown);
      const last = required(list.at(-1), "a frame");
      expect(list.filter((frame) => !isDeepStrictEqual(frame, last))).toEqual([]);
      expect(last.tops[0]).toBeLessThan(60);
    }
    return frames.at(-1)?.texts;
  }

  test("shows its place from its first frame on, stays there, and leaves unread what it has not shown", async () => {
    const { ada, id, page, reads, errors } = await longGroup();
    const unread = await shownBy(page, () => page.getByRole("link", { name: /Engine room/ }).click());
    expect(unread?.slice(0, 2)).toContain("line 101");
    expect(reads).toEqual([]);
    await page.getByRole("button", { name: "Jump to the latest messages" }).click();
    await lastMessage(page).waitFor();
    // A list without unread messages starts at its end.
    await expect
      .poll(async () => (await ada.call("getConversation", { params: { id } })).unreadCount)
      .toBe(0);
    // A new document starts with the snapshot that the browser has stored.
    await expect.poll(() => page.evaluate(storedUnread(ada, id))).toBe(0);
    const end = await shownBy(page, () => page.goto(`/c/${id}`));
    expect(end?.at(-1)).toContain("line 130 ");
    // The page knows the end from before, and shows it until the other messages have loaded.
    const focused = await shownBy(page, async () => {
      await page.goto(`/c/${id}/60`);
      await page.locator("[data-focus]").waitFor();
    });
    expect(focused).toContainEqual(expect.stringMatching(/^line 60 /));
    expect(errors).toEqual([]);
  });

  test("follows a user who scrolls before it has measured its rows", async () => {
    const { page, errors } = await longGroup();
    await page.evaluate(() => {
      const observer = new MutationObserver(() => {
        const list = document.querySelector<HTMLElement>("main [role=log]");
        if (!list?.querySelector("article")) return;
        observer.disconnect();
        const scroll = () => {
          list.dispatchEvent(new WheelEvent("wheel", { deltaY: -500, bubbles: true }));
          list.scrollBy(0, -500);
          // The rows get other heights.
          list.style.paddingInline = "60px";
        };
        // The list has taken its place by then.
        requestAnimationFrame(() => requestAnimationFrame(scroll));
      });
      observer.observe(document.body, { childList: true, subtree: true });
    });
    await page.getByRole("link", { name: /Engine room/ }).click();
    await settledList(page);
    const frames = await takeListFrames(page);
    const [first = ""] = required(frames.at(-1)?.texts, "a frame");
    expect(Number(/^line (\d+)/.exec(first)?.[1])).toBeLessThan(100);
    expect(errors).toEqual([]);
  });

  test("keeps the whole selected text in the document, however far it is scrolled away and wherever it ends", async () => {
    const { page, errors } = await longGroup();
    await page.getByRole("link", { name: /Engine room/ }).click();
    await settledList(page);
    const log = page.getByRole("log");
    await log.evaluate((list) => {
      const first = [...list.querySelectorAll("article")]
        .find(({ innerText }) => innerText.includes("line 104"))
        ?.querySelector("p")?.firstChild;
      // The selection ends at the group's name, outside of the list.
      const last = document.querySelector("h1");
      if (first && last) document.getSelection()?.setBaseAndExtent(first, 4, last, 0);
    });
    const selected = () => page.evaluate(() => document.getSelection()?.toString());
    const before = await selected();
    expect(before).toMatch(/line 101[\s\S]*line 102[\s\S]*line 103[\s\S]*line/);
    await page.getByRole("button", { name: "Jump to the latest messages" }).click();
    await lastMessage(page).waitFor();
    await log.getByRole("article").filter({ hasText: "line 110 " }).waitFor({ state: "detached" });
    expect(await selected()).toBe(before);
    expect(errors).toEqual([]);
  });

  test("of a tab in the background marks nothing as read until the user sees it", async () => {
    const { ada, bob, id, page, reads, errors } = await longGroup();
    await ada.call("markRead", { params: { id }, body: { seq: 130 } });
    await bob.send(id, "news");
    const setVisible = (state: DocumentVisibilityState) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    };
    await page.evaluate(setVisible, "hidden" as const);
    await page.getByRole("link", { name: /Engine room/ }).click();
    await page.getByRole("article").filter({ hasText: "news" }).waitFor();
    await settledList(page);
    expect(reads).toEqual([]);
    await page.evaluate(setVisible, "visible" as const);
    await expect
      .poll(async () => (await ada.call("getConversation", { params: { id } })).unreadCount)
      .toBe(0);
    expect(errors).toEqual([]);
  });

  test("keeps the messages still while older ones load above them and new ones below", async () => {
    const { bob, id, page, errors } = await longGroup();
    await page.getByRole("link", { name: /Engine room/ }).click();
    await page.getByRole("button", { name: "Jump to the latest messages" }).click();
    await lastMessage(page).waitFor();
    await settledList(page);
    await takeListFrames(page);
    const log = page.getByRole("log");
    await log.evaluate((list) => list.scrollTo(0, 300));
    await expect.poll(() => log.evaluate((list) => list.scrollTop)).toBeGreaterThan(600);
    await bob.send(id, "news");
    await page.getByLabel("1 unread", { exact: true }).waitFor();
    await settledList(page);
    const frames = await takeListFrames(page);
    const text = required(frames.at(-1)?.texts[2], "a message");
    const shown = frames.filter(({ texts }) => texts.includes(text));
    // All frames show it, from the one on in which it appeared. Chromium rounds the position of a list to whole pixels.
    expect(frames.slice(-shown.length)).toEqual(shown);
    const tops = shown.map(({ texts, tops: all }) => all[texts.indexOf(text)] ?? Number.NaN);
    expect(Math.max(...tops) - Math.min(...tops)).toBeLessThan(1);
    expect(errors).toEqual([]);
  });
});
