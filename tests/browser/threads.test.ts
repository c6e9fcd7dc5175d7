import type { Locator, Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { message, openPage, sendMessage, signIn } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  bobHimself,
  choose,
  id,
  openBob,
  openGroup,
  panel,
  withTwoPeople,
} from "./two-people.ts";
import { browser } from "./with-browser.ts";

withTwoPeople();

const replyField = (page: Page) => panel(page).getByRole("textbox", { name: "Reply in the thread" });

async function reply(page: Page, text: string): Promise<void> {
  await replyField(page).fill(text);
  await replyField(page).press("Enter");
  await panel(page).getByRole("article").filter({ hasText: text }).waitFor();
}

const threadsLink = (page: Page) => page.getByRole("navigation").getByRole("link", { name: /^Threads/ });

describe("A thread on the page", () => {
  test("slides in with a reply that waits for the connection, unless the user prefers that nothing moves, and loads when the connection returns", async () => {
    await adaHerself.send(id, "Where do we meet?");
    let isLost = true;
    await ada.routeWebSocket("**/ws", (socket) => void (isLost ? socket.close() : socket.connectToServer()));
    await ada.goto(`/c/${id}`);
    await message(ada, "Where do we meet?").waitFor();
    await ada.route("**/api/conversations/**", (route) => (isLost ? route.abort() : route.continue()));
    // A paused animation stays, however slow the machine is.
    await ada.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync("* { animation-play-state: paused !important }");
      document.adoptedStyleSheets.push(sheet);
    });
    await ada.emulateMedia({ reducedMotion: "no-preference" });
    await choose(ada, "Where do we meet?", "Reply in thread");
    await panel(ada).getByRole("alert").getByText("The server could not be reached").waitFor();
    await reply(ada, "At the lake");
    const waiting = panel(ada).getByRole("article").filter({ hasText: "At the lake" });
    await waiting.getByLabel("Sending").waitFor();
    const durations = (part: Locator) =>
      part.evaluate((element) => element.getAnimations().map(({ effect }) => effect?.getTiming().duration));
    expect([await durations(panel(ada)), await durations(waiting)]).toEqual([[160], [160]]);
    await ada.emulateMedia({ reducedMotion: "reduce" });
    expect([await durations(panel(ada)), await durations(waiting)]).toEqual([[], []]);
    isLost = false;
    await waiting.getByLabel("Sent").waitFor();
    await panel(ada).getByRole("alert").waitFor({ state: "detached" });
  });

  test("that could not be loaded keeps a reply that has been sent", async () => {
    await adaHerself.send(id, "Where do we eat?");
    await openGroup(ada);
    await message(ada, "Where do we eat?").waitFor();
    let isLost = true;
    await ada.route(/threads\/|threadId=/, (route) => (isLost ? route.abort() : route.continue()));
    await choose(ada, "Where do we eat?", "Reply in thread");
    await panel(ada).getByRole("alert").getByText("The server could not be reached").waitFor();
    isLost = false;
    await reply(ada, "At the harbour");
    const sent = panel(ada).getByRole("article").filter({ hasText: "At the harbour" });
    await sent.getByLabel("Sent").waitFor();
    await panel(ada).getByRole("alert").waitFor({ state: "detached" });
    expect(await sent.count()).toBe(1);
  });

  test("opens beside the conversation, takes replies, and its root counts them for everyone", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "Where do we meet?");
    await message(bob, "Where do we meet?").waitFor();
    await choose(bob, "Where do we meet?", "Reply in thread");
    await reply(bob, "At the lake");
    await reply(bob, "At nine");
    // The conversation shows the root with the number of replies, and no reply.
    const line = ada.getByRole("main").getByRole("button", { name: /^2 replies \(2 new\)/ });
    await line.waitFor();
    expect(await message(ada, "At the lake").count()).toBe(0);
    expect(await ada.getByText("New messages", { exact: true }).count()).toBe(0);
    // Ada wrote the root, so she follows the thread.
    await threadsLink(ada).getByLabel("1 thread with new replies").waitFor();
    await expect.poll(() => ada.title()).toBe("(1) Engine room · ChatFlow");
    await line.click();
    await panel(ada).getByText("At nine", { exact: true }).waitFor();
    await threadsLink(ada).getByLabel("1 thread with new replies").waitFor({ state: "detached" });
    await expect.poll(() => replyField(ada).evaluate((field) => field === document.activeElement)).toBe(true);
    // Only the thread shows who is typing there.
    await replyField(ada).fill("I");
    await panel(bob).getByText("Ada Lovelace is typing …").waitFor();
    // The conversation may still show that she was typing before.
    await expect.poll(() => bob.getByText("Ada Lovelace is typing …").count()).toBe(1);
    // A reply is edited in the thread, by the key that edits in a conversation.
    await reply(ada, "I come by bike");
    await panel(bob).getByText("I come by bike", { exact: true }).waitFor();
    // The key does nothing until the server has confirmed the reply.
    const edited = async () => {
      await replyField(ada).press("ArrowUp");
      return replyField(ada).inputValue();
    };
    await expect.poll(edited).toBe("I come by bike");
    await replyField(ada).fill("I come by train");
    await replyField(ada).press("Enter");
    await panel(bob).getByText("I come by train", { exact: true }).waitFor();
    // A profile opens above the thread.
    await panel(ada).getByRole("button", { name: "Bob Noyce" }).first().click();
    await panel(ada).getByRole("heading", { name: "Bob Noyce" }).waitFor();
    await panel(ada).getByRole("button", { name: "Back" }).click();
    // Escape closes the panel.
    await replyField(ada).press("Escape");
    await panel(ada).waitFor({ state: "detached" });
  });

  test("shows a reply in the conversation as well if its author wants that", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "Where do we meet?");
    await message(bob, "Where do we meet?").waitFor();
    await choose(bob, "Where do we meet?", "Reply in thread");
    await panel(bob).getByLabel("Also send to Engine room").check();
    await reply(bob, "At the lake");
    expect(await panel(bob).getByLabel("Also send to Engine room").isChecked()).toBe(false);
    const shown = ada.getByRole("main").getByRole("article").filter({ hasText: "At the lake" });
    await shown.getByRole("button", { name: "replied in a thread" }).click();
    await panel(ada).getByText("At the lake", { exact: true }).waitFor();
  });

  test("is listed among the followed threads, keeps a draft, and is no longer followed on request", async () => {
    const { body: root } = await adaHerself.send(id, "Where do we meet?");
    await bobHimself.call("sendMessage", {
      params: { id },
      body: { id: crypto.randomUUID(), content: "At the lake", threadId: root.id },
    });
    await threadsLink(ada).getByLabel("1 thread with new replies").waitFor();
    await threadsLink(ada).click();
    await ada.getByRole("button", { name: /Ada Lovelace: Where do we meet\?/ }).click();
    await panel(ada).getByText("At the lake", { exact: true }).waitFor();
    await replyField(ada).fill("half a thought");
    await panel(ada).getByRole("button", { name: "Unfollow this thread" }).click();
    await panel(ada).getByRole("button", { name: "Follow this thread" }).waitFor();
    await panel(ada).getByRole("button", { name: "Close panel" }).click();
    await ada
      .getByRole("main")
      .getByRole("button", { name: /^1 reply/ })
      .click();
    expect(await replyField(ada).inputValue()).toBe("half a thought");
    await threadsLink(ada).click();
    await ada.getByText("Threads that you start, reply to or follow appear here.").waitFor();
  });

  test("fills a phone's screen and has an entry in the history", async () => {
    const { page } = await openPage(browser, inject("stack").url, {
      viewport: { width: 390, height: 844 },
      isMobile: true,
      hasTouch: true,
    });
    const { body: root } = await bobHimself.send(id, "Where do we meet?");
    await bobHimself.call("sendMessage", {
      params: { id },
      body: { id: crypto.randomUUID(), content: "At the lake", threadId: root.id },
    });
    await signIn(page, adaHerself);
    await openGroup(page);
    await page
      .getByRole("main")
      .getByRole("button", { name: /^1 reply/ })
      .click();
    const reply = panel(page).getByText("At the lake", { exact: true });
    await reply.waitFor();
    const width = await panel(page).evaluate((element) => element.getBoundingClientRect().width);
    expect(width).toBe(390);
    await page.goBack();
    await panel(page).waitFor({ state: "detached" });
    await message(page, "Where do we meet?").waitFor();
  });

  test("opens from the address of a reply that only the thread shows", async () => {
    const { body: root } = await bobHimself.send(id, "Where do we meet?");
    const { seq } = await bobHimself.call("sendMessage", {
      params: { id },
      body: { id: crypto.randomUUID(), content: "At the lake", threadId: root.id },
    });
    await ada.goto(`/c/${id}/${seq}`);
    await panel(ada).locator("[data-focus]", { hasText: "At the lake" }).waitFor();
  });
});

test("A conversation loads older pages until it shows messages, although many replies are between them, and the thread keeps its end in view", async () => {
  for (let count = 1; count <= 30; count++) await bobHimself.send(id, `old ${count}`);
  const { body: root } = await bobHimself.send(id, "root of a long thread");
  for (let count = 1; count <= 60; count++) {
    await bobHimself.call("sendMessage", {
      params: { id },
      body: { id: crypto.randomUUID(), content: `reply ${count}`, threadId: root.id },
    });
  }
  await adaHerself.call("markRead", { params: { id }, body: { seq: 91 } });
  await ada.goto(`/c/${id}`);
  await ada
    .getByRole("main")
    .getByRole("button", { name: /^60 replies/ })
    .click();
  await panel(ada).getByText("reply 60", { exact: true }).waitFor();

  // A longer draft leaves less room for the replies, and the end stays in view.
  const place = () =>
    panel(ada)
      .getByRole("log")
      .evaluate((log) => {
        const list = log.closest("[data-scrolls]");
        const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list ?? {};
        return { height: clientHeight, belowView: scrollHeight - scrollTop - clientHeight };
      });
  await expect.poll(async () => (await place()).belowView).toBeLessThan(2);
  const { height } = await place();
  await replyField(ada).fill("One\ntwo\nthree\nfour\nfive");
  await expect.poll(async () => (await place()).height).toBeLessThan(height);
  await expect.poll(async () => (await place()).belowView).toBeLessThan(2);

  await panel(ada).getByRole("button", { name: "Show earlier replies" }).click();
  await panel(ada).getByText("reply 1", { exact: true }).waitFor();
});
