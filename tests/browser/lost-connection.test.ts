import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { withStack } from "../support/own-stack.ts";
import {
  joinAs,
  launchBrowser,
  message,
  messageTexts,
  openPage,
  sendMessage,
  startConversation,
} from "./browser.ts";

const { url } = inject("stack");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

test("a page that opens while the database wakes up explains the wait and continues by itself", async () => {
  await withStack(async (stack) => {
    const { page } = await openPage(browser, stack.url);
    await joinAs(page, stack.url, "Ada Lovelace");
    stack.faults.decide = ({ service }) =>
      service === "rds-data" ? { kind: "refuse", status: 400, name: "DatabaseResumingException" } : undefined;
    await page.reload();
    const notice = page.getByText(/waking up/);
    await notice.waitFor();
    stack.faults.decide = () => undefined;
    await notice.waitFor({ state: "detached" });
    await page.locator('[data-connection="live"]').waitFor({ state: "attached" });
  });
});

describe("a lost connection", () => {
  test("closed by the server heals by itself; what was sent meanwhile is there once, in order", async () => {
    await withStack(async (stack) => {
      const [ada, bob] = [await openPage(browser, stack.url), await openPage(browser, stack.url)];
      await joinAs(ada.page, stack.url, "Ada Lovelace");
      const { username } = await joinAs(bob.page, stack.url, "Bob Noyce");
      await startConversation(ada.page, [username]);
      await sendMessage(ada.page, "1");
      await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
      await message(bob.page, "1").waitFor();
      const sent = ["1"];
      for (let round = 0; round < 5; round++) {
        for (const id of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(id);
        for (const text of [`${round} while away`, `${round} still away`]) {
          await sendMessage(round % 2 ? ada.page : bob.page, text);
          sent.push(text);
        }
        for (const { page } of [ada, bob]) await message(page, sent.at(-1) ?? "").waitFor();
      }
      for (const { page } of [ada, bob]) {
        await page.locator('[data-connection="live"]').waitFor({ state: "attached" });
        expect(await messageTexts(page)).toEqual(sent);
      }
    });
  });

  test("shows; what is written meanwhile survives a reload, and is sent once when it is over", async () => {
    const [ada, bob] = [await openPage(browser, url), await openPage(browser, url)];
    await joinAs(ada.page, url, "Ada Lovelace");
    const { username } = await joinAs(bob.page, url, "Bob Noyce");
    await startConversation(ada.page, [username]);
    await sendMessage(ada.page, "before");
    await message(ada.page, "before").getByLabel("Sent").waitFor();
    // No connection comes about any more, as in a tunnel.
    let inTunnel = true;
    await ada.page.routeWebSocket(
      "**/ws",
      (socket) => void (inTunnel ? socket.close() : socket.connectToServer()),
    );
    await ada.page.reload();
    await message(ada.page, "before").waitFor();
    await ada.page.getByText("Connection lost.").waitFor();
    const texts = ["in the tunnel", "still in it"];
    for (const text of texts) await sendMessage(ada.page, text);
    await message(ada.page, "still in it").getByLabel("Sending").waitFor();
    await ada.page.reload();
    for (const text of texts) await message(ada.page, text).getByLabel("Sending").waitFor();
    expect(await messageTexts(ada.page)).toEqual(["before", ...texts]);
    const tryNow = ada.page.getByRole("button", { name: "Try now" });
    await tryNow.waitFor();
    inTunnel = false;
    await tryNow.click();
    for (const text of texts) await message(ada.page, text).getByLabel("Sent").waitFor();
    await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
    await message(bob.page, "still in it").waitFor();
    expect(await messageTexts(bob.page)).toEqual(["before", ...texts]);
    // Nothing is left to be sent.
    await ada.page.reload();
    await message(ada.page, "still in it").getByLabel("Sent").waitFor();
    expect(await messageTexts(ada.page)).toEqual(["before", ...texts]);
  });

  test("of everybody at once, ten times in a row: ten pages end with the same view", async () => {
    await withStack(async (stack) => {
      const [ada, bob] = [await openPage(browser, stack.url), await openPage(browser, stack.url)];
      await joinAs(ada.page, stack.url, "Ada Lovelace");
      const { username } = await joinAs(bob.page, stack.url, "Bob Noyce");
      await startConversation(ada.page, [username]);
      await sendMessage(ada.page, "first");
      await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
      await message(bob.page, "first").waitFor();
      const address = ada.page.url();
      const pages = [ada.page, bob.page];
      for (let tab = 0; tab < 8; tab++) {
        const page = await (tab % 2 ? ada : bob).page.context().newPage();
        await page.goto(address);
        await message(page, "first").waitFor();
        pages.push(page);
      }
      const sent = ["first"];
      for (let round = 0; round < 10; round++) {
        for (const id of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(id);
        // Written while nobody is connected; from another page in each round.
        const text = `round ${round}`;
        await sendMessage(pages[round] ?? ada.page, text);
        sent.push(text);
        await Promise.all(pages.map((page) => message(page, text).waitFor()));
      }
      for (const page of pages) {
        await page.locator('[data-connection="live"]').waitFor({ state: "attached" });
        expect(await messageTexts(page)).toEqual(sent);
      }
    });
  });
});
