import { describe, expect, inject, test } from "vitest";
import { withStack } from "../support/own-stack.ts";
import { numbered } from "../support/people.ts";
import { required } from "../support/required.ts";
import { violationsInBothSchemes } from "./axe.ts";
import {
  composer,
  joinAs,
  message,
  messageTexts,
  openPage,
  sendMessage,
  startConversation,
} from "./browser.ts";
import { storedValue } from "./stored-value.ts";
import { choose } from "./two-people.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

test("A page that opens while the database wakes up explains the wait and continues by itself", async () => {
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

describe("A lost connection", () => {
  test("of several pages, several times in a row, ends by itself, and all pages show each message once and in order", async () => {
    await withStack(async (stack) => {
      const [ada, bob] = [await openPage(browser, stack.url), await openPage(browser, stack.url)];
      await joinAs(ada.page, stack.url, "Ada Lovelace");
      const { username } = await joinAs(bob.page, stack.url, "Bob Noyce");
      await startConversation(ada.page, [username]);
      await sendMessage(ada.page, "first");
      await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
      await message(bob.page, "first").waitFor();
      const pages = [ada.page, bob.page];
      for (const context of [ada.page.context(), bob.page.context()]) {
        const tab = await context.newPage();
        await tab.goto(ada.page.url());
        await message(tab, "first").waitFor();
        pages.push(tab);
      }
      const sent = ["first"];
      for (let round = 0; round < 4; round++) {
        for (const id of stack.webSocketApi.connectionIds) stack.webSocketApi.disconnect(id);
        // In each round, another page writes while no page is connected.
        for (const text of [`${round} while away`, `${round} still away`]) {
          await sendMessage(required(pages[round % pages.length], "page"), text);
          sent.push(text);
        }
        await Promise.all(pages.map((page) => message(page, `${round} still away`).waitFor()));
      }
      for (const page of pages) {
        await page.locator('[data-connection="live"]').waitFor({ state: "attached" });
        expect(await messageTexts(page)).toEqual(sent);
      }
    });
  });

  test("of a tab leaves its unsent messages in view in another tab, which sends them and edits once the tab closes", async () => {
    const { page } = await openPage(browser, url);
    const adaHerself = await joinAs(page, url, "Ada Lovelace");
    const { id } = await adaHerself.startGroup([], "Engine room");
    await adaHerself.send(id, "before");
    await page.goto(`/c/${id}`);
    const tab = await page.context().newPage();
    await tab.routeWebSocket("**/ws", (socket) => void socket.close());
    await tab.goto(`/c/${id}`);
    await choose(tab, "before", "More actions", "Edit");
    await composer(tab).fill("before, edited");
    await composer(tab).press("Enter");
    await sendMessage(tab, "written without a connection");
    for (const each of [tab, page])
      await message(each, "written without a connection").getByLabel("Sending").waitFor();
    for (const [database, store] of [
      ["chatflow.outbox", "messages"],
      ["chatflow.outbox.changes", "changes"],
    ] as const) {
      const entries = storedValue({ database: `${database}.${adaHerself.id}`, store, request: "count()" });
      await expect.poll(() => tab.evaluate(entries)).toBe(1);
    }
    await tab.close();
    await message(page, "written without a connection").getByLabel("Sent").waitFor();
    await message(page, "before, edited").waitFor();
  });

  test("shows a banner, and messages and edits that were made meanwhile survive a reload and are sent once", async () => {
    const [ada, bob] = [await openPage(browser, url), await openPage(browser, url)];
    const adaHerself = await joinAs(ada.page, url, "Ada Lovelace");
    const bobHimself = await joinAs(bob.page, url, "Bob Noyce");
    const { id } = await adaHerself.startDirect(bobHimself);
    await adaHerself.send(id, "before");
    const doomed = await adaHerself.send(id, "doomed");
    await adaHerself.send(id, "a mistake");
    // Every new connection fails, as in a tunnel.
    let inTunnel = true;
    await ada.page.routeWebSocket(
      "**/ws",
      (socket) => void (inTunnel ? socket.close() : socket.connectToServer()),
    );
    await ada.page.goto(`/c/${id}`);
    await message(ada.page, "before").waitFor();
    await ada.page.getByText("Connection lost.").waitFor();
    await choose(ada.page, "before", "More actions", "Edit");
    await composer(ada.page).fill("before, edited");
    await composer(ada.page).press("Enter");
    await message(ada.page, "before, edited").getByLabel("Sending").waitFor();
    await choose(ada.page, "before, edited", "React");
    await ada.page.getByRole("button", { name: "thumbs up" }).first().click();
    await choose(ada.page, "a mistake", "More actions", "Delete");
    await ada.page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await message(ada.page, "a mistake").waitFor({ state: "detached" });
    await composer(ada.page).press("ArrowUp");
    await composer(ada.page).fill("doomed, with words that must not be lost");
    await composer(ada.page).press("Enter");
    await adaHerself.call("deleteMessage", { params: { id, messageId: doomed.body.id } });
    const texts = ["in the tunnel", "still in it"];
    for (const text of texts) await sendMessage(ada.page, text);
    await message(ada.page, "still in it").getByLabel("Sending").waitFor();
    await ada.page.reload();
    for (const text of texts) await message(ada.page, text).getByLabel("Sending").waitFor();
    await message(ada.page, "before, edited").getByLabel("Sending").waitFor();
    const tryNow = ada.page.getByRole("button", { name: "Try now" });
    await tryNow.waitFor();
    inTunnel = false;
    // The page may reconnect by itself just before the click. Then the button is gone.
    await tryNow.click({ timeout: 5_000 }).catch(() => tryNow.waitFor({ state: "detached" }));
    for (const text of texts) await message(ada.page, text).getByLabel("Sent").waitFor();
    await bob.page.getByRole("link", { name: /Ada Lovelace/ }).click();
    await message(bob.page, "still in it").waitFor();
    await message(bob.page, "before, edited").getByRole("button", { name: "👍 1 by" }).waitFor();
    expect(await message(bob.page, "a mistake").count()).toBe(0);
    // The edit of the deleted message keeps its text, even after a reload, until Ada discards it.
    await ada.page.reload();
    const refused = ada.page.getByRole("article").filter({ hasText: "This message was deleted" });
    await refused.getByText("doomed, with words that must not be lost").waitFor();
    await refused.getByText("Not saved.").waitFor();
    await refused.getByRole("button", { name: "Copy text" }).waitFor();
    expect(await violationsInBothSchemes(ada.page)).toEqual([]);
    // Where the message is not loaded, the conversation shows the text instead of the message's row.
    await bobHimself.sendAll(id, numbered("more", 120));
    await ada.page.goto(`/c/${id}/120`);
    await ada.page.locator("[data-focus]").waitFor();
    await ada.page.getByText("doomed, with words that must not be lost").waitFor();
    expect(await refused.count()).toBe(0);
    await ada.page.goto(`/c/${id}/1`);
    await refused.getByRole("button", { name: "Discard" }).click();
    await refused.getByText("Not saved.").waitFor({ state: "detached" });
    // The outbox is empty, so a reload sends nothing again.
    await ada.page.reload();
    await message(ada.page, "still in it").getByLabel("Sent").waitFor();
    const { items } = await bobHimself.history(id, { after: 0, limit: 5 });
    expect(items.map(({ content }) => content)).toEqual(["before, edited", "", "", ...texts]);
    expect(await ada.page.getByText("Not saved.").count()).toBe(0);
  });
});
