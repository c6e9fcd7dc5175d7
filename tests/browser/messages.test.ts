import { join } from "node:path";
import type { Locator, Page, Route } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { drawLandscape } from "../showcase/drawings.ts";
import { storeLinkedPage } from "../support/linked-pages.ts";
import { newId, newPerson, numbered, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";
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
  panel,
  withTwoPeople,
} from "./two-people.ts";
import { uploadFile } from "./upload-file.ts";
import { browser } from "./with-browser.ts";

withTwoPeople();

describe("A message", () => {
  test("can be edited from its menu or with the up arrow, and the other participant sees the change", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "Helo Bob");
    await message(bob, "Helo Bob").waitFor();
    await choose(ada, "Helo Bob", "More actions", "Edit");
    await ada.getByText("Editing your message").waitFor();
    expect(await composer(ada).inputValue()).toBe("Helo Bob");
    await composer(ada).fill("Hello Bob");
    await composer(ada).press("Enter");
    await message(bob, "Hello Bob").getByText("(edited)").waitFor();
    await composer(ada).press("ArrowUp");
    await composer(ada).fill("Hello, Bob!");
    await composer(ada).press("Enter");
    await message(bob, "Hello, Bob!").waitFor();
    // Escape cancels the edit, and a notice brings a changed text back.
    const undo = ada.getByRole("status").getByRole("button", { name: "Undo" });
    await composer(ada).press("ArrowUp");
    await composer(ada).press("Escape");
    expect(await undo.count()).toBe(0);
    await composer(ada).press("ArrowUp");
    await composer(ada).fill("never mind");
    await composer(ada).press("Escape");
    expect(await composer(ada).inputValue()).toBe("");
    await undo.click();
    await ada.getByText("Editing your message").waitFor();
    expect(await composer(ada).inputValue()).toBe("never mind");
    await composer(ada).press("Escape");
    expect(await composer(ada).inputValue()).toBe("");
    expect(await bob.getByRole("article").count()).toBe(1);
    // Bob cannot edit or delete Ada's message.
    await bob.getByRole("article").hover();
    await bob.getByRole("button", { name: "More actions" }).click();
    await bob.getByRole("menuitem", { name: "Copy text" }).waitFor();
    expect(await bob.getByRole("menuitem", { name: "Edit" }).count()).toBe(0);
    expect(await bob.getByRole("menuitem", { name: "Delete" }).count()).toBe(0);
  });

  test("gets a reaction with one click, lists who reacted, and leads to its author's profile", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "The engine runs");
    await message(bob, "The engine runs").waitFor();
    await choose(bob, "The engine runs", "React with 👍");
    await message(ada, "The engine runs").getByRole("button", { name: "👍 1" }).waitFor();
    await choose(ada, "The engine runs", "More actions", "Who reacted?");
    await panel(ada).getByText("Bob Noyce").waitFor();
    await message(bob, "The engine runs").getByRole("button", { name: "Ada Lovelace", exact: true }).click();
    await panel(bob).getByText(`@${adaHerself.username}`).waitFor();
    await panel(bob).getByRole("button", { name: "Send a message" }).click();
    await panel(bob).waitFor({ state: "detached" });
    await bob.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  });

  test("can be deleted after a confirmation, and a note takes its place", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "A secret");
    await sendMessage(ada, "Something else");
    await message(bob, "Something else").waitFor();
    await choose(ada, "A secret", "More actions", "Delete");
    await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    for (const page of [ada, bob]) await page.getByText("This message was deleted").waitFor();
    expect(await bob.getByText("A secret", { exact: true }).count()).toBe(0);
  });

  test("can be a reply, whose quote leads to the original message", async () => {
    await openBob();
    await sendMessage(ada, "Shall we meet?");
    await adaHerself.sendAll(id, numbered("filler", 30));
    await openGroup(bob);
    // The conversation opens at the first unread message.
    await bob.getByText("New messages", { exact: true }).waitFor();
    await choose(bob, "Shall we meet?", "Reply");
    await bob.getByText("Replying to Ada Lovelace").waitFor();
    await composer(bob).fill("Yes, at noon");
    await composer(bob).press("Enter");
    const answer = message(ada, "Yes, at noon");
    await answer.getByRole("button", { name: "Ada Lovelace Shall we meet?" }).click();
    await ada.locator("[data-focus]", { hasText: "Shall we meet?" }).waitFor();
  });

  test("shows an emoji that a user has added to the workspace, and its name once it is deleted", async () => {
    await openBob();
    await openGroup(bob);
    const name = uniqueName("parrot");
    await ada.goto("/settings/emoji");
    await ada.getByRole("button", { name: "Add emoji" }).click();
    const dialog = ada.getByRole("dialog");
    const picture = join(import.meta.dirname, "emoji-pictures/lgtm.png");
    await dialog.locator("input[type=file]").setInputFiles(picture);
    const field = dialog.getByRole("textbox", { name: "Name" });
    await expect.poll(() => field.inputValue()).toBe("lgtm");
    await field.fill(name);
    await field.press("Enter");
    await ada.getByRole("button", { name: `Delete :${name}:` }).waitFor();

    await openGroup(ada);
    await composer(ada).pressSequentially(`The engine runs :${name.slice(0, -2)}`);
    await ada
      .getByRole("option")
      .filter({ hasText: `:${name}:` })
      .waitFor();
    await ada.keyboard.press("Tab");
    await ada.keyboard.press("Enter");
    const sent = message(bob, "The engine runs");
    const shown = sent.getByRole("img", { name: `:${name}:` });
    await expect
      .poll(() => shown.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
      .toBe(128);
    // A message of emoji alone shows them large.
    await sendMessage(ada, `:${name}:`);
    const large = bob
      .getByRole("article")
      .last()
      .getByRole("img", { name: `:${name}:` });
    await expect.poll(async () => (await large.boundingBox())?.width ?? 0).toBeGreaterThan(40);
    const sizeOf = (element: Locator) =>
      element.evaluate(({ tagName, clientWidth, clientHeight }) => [tagName, clientWidth, clientHeight]);
    const [, ...size] = await sizeOf(large);
    // Until the list of emoji has loaded, an empty place of the same size keeps the text from moving.
    let release = () => {};
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    await bob.route(/\/api\/emoji(\?|$)/, async (route) => {
      await isReleased;
      await route.continue();
    });
    await bob.reload();
    const place = bob.getByRole("article").last().locator("[data-picture]");
    await expect.poll(() => sizeOf(place)).toEqual(["SPAN", ...size]);
    release();
    await expect.poll(() => sizeOf(place)).toEqual(["IMG", ...size]);

    await choose(bob, "The engine runs", "React");
    await bob.getByRole("button", { name: "Workspace", exact: true }).click();
    await bob.getByRole("button", { name: `:${name}:`, exact: true }).click();
    const reaction = (page: Page) => page.getByRole("button", { name: `:${name}: 1 by` });
    await reaction(ada).getByRole("img").waitFor();
    // The name replaces a picture that does not load.
    await ada.route(/\/files\//, (route) => route.abort());
    await ada.reload();
    await message(ada, `The engine runs :${name}:`).waitFor();
    await ada.unroute(/\/files\//);

    await ada.goto("/settings/emoji");
    await ada.getByRole("button", { name: `Delete :${name}:` }).click();
    await ada.getByRole("dialog").getByRole("button", { name: "Delete emoji" }).click();
    await bob.getByText(`The engine runs :${name}:`).waitFor();
    await reaction(bob).click();
    await reaction(bob).waitFor({ state: "detached" });
    await openGroup(ada);
  });

  test("shows the number of each reaction, and users can remove their own", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "We did it");
    await choose(bob, "We did it", "React");
    await bob.getByRole("textbox", { name: "Search emoji" }).fill("tada");
    await bob.getByRole("button", { name: "party popper" }).click();
    const reaction = (page: Page, count: number) => page.getByRole("button", { name: `🎉 ${count} by` });
    await reaction(ada, 1).click();
    await reaction(bob, 2).waitFor();
    expect(await reaction(bob, 2).getAttribute("aria-pressed")).toBe("true");
    await reaction(bob, 2).click();
    await reaction(ada, 1).waitFor();
    await reaction(ada, 1).click();
    await reaction(ada, 1).waitFor({ state: "detached" });
    await expect.poll(() => bob.getByRole("button", { name: /^🎉/ }).count()).toBe(0);
  });

  test("can mention a participant from a suggestion, and the participant sees the mention", async () => {
    await openBob();
    const other = await newPerson(inject("stack").url, uniqueName("m"), "Özgür Ünal");
    await adaHerself.call("addParticipants", { params: { id }, body: { participantIds: [other.id] } });
    await composer(ada).pressSequentially("@ozg");
    await ada.getByRole("option", { name: /Özgür Ünal/ }).waitFor();
    await composer(ada).fill("");
    await composer(ada).pressSequentially("Could @bo");
    await ada.getByRole("option", { name: /Bob Noyce/ }).waitFor();
    await composer(ada).press("Enter");
    await composer(ada).pressSequentially("look? :tad");
    await ada.getByRole("option", { name: ":tada:" }).waitFor();
    await composer(ada).press("Tab");
    expect(await composer(ada).inputValue()).toBe(`Could @${bobHimself.username} look? 🎉 `);
    await composer(ada).press("Enter");
    const item = bob.getByRole("link", { name: /Engine room/ });
    await item.getByLabel("1 mention").waitFor();
    await expect.poll(() => bob.title()).toBe("(1) ChatFlow");
    expect(await bob.locator('link[rel="icon"]').getAttribute("href")).toBe("/icon-mention.svg");
    await item.click();
    await bob.locator('[data-mine="true"]').waitFor();
    await item.getByLabel("1 mention").waitFor({ state: "detached" });
    await expect.poll(() => bob.title()).toBe("Engine room · ChatFlow");
  });

  test("that is deleted or edited leaves no badge, quote or text behind", async () => {
    await openBob();
    const { body: secret } = await adaHerself.send(id, "A secret");
    await bobHimself.sendAll(id, numbered("earlier", 150));
    await adaHerself.sendAll(id, numbered("filler", 60));
    const reply = { id: crypto.randomUUID(), content: "Indeed", replyTo: secret.id };
    await adaHerself.call("sendMessage", { params: { id }, body: reply });
    const { body: mention } = await adaHerself.send(id, `Look @${bobHimself.username}`);
    const { body: last } = await adaHerself.send(id, "Oops");
    const item = bob.getByRole("link", { name: /Engine room/ });
    await item.getByLabel("63 unread").waitFor();
    await item.getByLabel("1 mention").waitFor();
    const change = (message: { id: string }) => ({ params: { id, messageId: message.id } });
    await adaHerself.call("deleteMessage", change(last));
    await item.getByLabel("62 unread").waitFor();
    await adaHerself.call("editMessage", { ...change(mention), body: { content: "Look" } });
    await item.getByLabel("1 mention").waitFor({ state: "detached" });
    // After a reload, the quoted message is outside the loaded part of the conversation.
    await ada.reload();
    const quote = ada
      .getByRole("article")
      .filter({ hasText: "Indeed" })
      .getByRole("button", { name: /^Ada Lovelace ./ });
    await expect.poll(() => quote.innerText()).toContain("A secret");
    await adaHerself.call("editMessage", { ...change(secret), body: { content: "Another secret" } });
    await expect.poll(() => quote.innerText()).toContain("Another secret");
    await adaHerself.call("deleteMessage", change(secret));
    await expect.poll(() => quote.innerText()).toContain("This message was deleted");
    await bob.reload();
    await item.getByLabel("62 unread").waitFor();
  });

  test("renders Markdown and never HTML", async () => {
    await openBob();
    await openGroup(bob);
    await sendMessage(ada, "**bold** `code` <img src=x onerror=alert(1)>\n- item\n```js\nconst a = 1;\n```");
    const text = bob.getByRole("article").last();
    await text.locator("strong", { hasText: "bold" }).waitFor();
    await text.locator("li", { hasText: "item" }).waitFor();
    await text.locator(".hljs-keyword", { hasText: "const" }).waitFor();
    expect(await text.locator("img").count()).toBe(0);
    // A link that gives another impression shows where it leads.
    await sendMessage(ada, "[https://bank.example](https://evil.example)");
    await bob.getByRole("link", { name: "https://bank.example (evil.example)" }).waitFor();
    // A line of text has about 80 characters. Code has more room.
    const pangram = "The quick brown fox jumps over the lazy dog. ".repeat(8).trim();
    await sendMessage(ada, `${pangram}\n\`\`\`\n${"wide ".repeat(40)}\n\`\`\``);
    const long = bob.getByRole("article").filter({ hasText: pangram });
    await long.locator("pre", { hasText: "wide" }).waitFor();
    const paragraph = long.locator("p");
    const lines = await paragraph.evaluate(
      (element) => element.clientHeight / Number.parseFloat(getComputedStyle(element).lineHeight),
    );
    expect(pangram.length / lines).toBeGreaterThan(60);
    expect(pangram.length / lines).toBeLessThan(95);
    const widthOf = async (part: Locator) => (await part.boundingBox())?.width ?? 0;
    expect(await widthOf(long.locator("pre"))).toBeGreaterThan(await widthOf(paragraph));
    // Indentation and repeated spaces stay.
    await sendMessage(ada, "if x:\n    y  z");
    await expect
      .poll(() => bob.getByRole("article").last().locator("[dir=auto]").innerText())
      .toBe("if x:\n    y  z");
  });

  test("with stacked marks in its text, or in the name of its reader or author, leaves the lines above visible", async () => {
    await adaHerself.send(id, "above the forwarded message");
    const { body: original } = await bobHimself.send(
      (await bobHimself.startGroup([adaHerself])).id,
      "from elsewhere",
    );
    await adaHerself.call("forwardMessage", {
      params: { id },
      body: { id: newId(), conversationId: original.conversationId, messageId: original.id },
    });
    await adaHerself.send(id, "above the text");
    const { body: text } = await adaHerself.send(id, "Zed");
    const { body: last } = await adaHerself.send(id, "above the readers");
    await bobHimself.call("markRead", { params: { id }, body: { seq: last.seq } });
    await ada.getByText("Seen by Bob Noyce").waitFor();
    const lines = ["above the forwarded message", "above the text", "above the readers"];
    const drawn = async (line: string) => {
      const clip = await message(ada, line).getByText(line, { exact: true }).boundingBox();
      return (await ada.screenshot({ clip: required(clip, line) })).toString("base64");
    };
    const before = [];
    for (const line of lines) before.push(await drawn(line));
    const stacked = `Z${"\u0301".repeat(60)}`;
    await bobHimself.call("updateMe", { body: { fullName: stacked } });
    await adaHerself.call("editMessage", { params: { id, messageId: text.id }, body: { content: stacked } });
    for (const shown of [`Seen by ${stacked}`, `Forwarded from ${stacked}`])
      await ada.getByText(shown).waitFor();
    await message(ada, stacked).waitFor();
    for (const [index, line] of lines.entries())
      expect([line, await drawn(line)]).toEqual([line, before[index]]);
  });

  test("has a link that opens the conversation at the message", async () => {
    await bobHimself.sendAll(id, numbered("line", 120));
    await ada.goto(`/c/${id}/7`);
    const target = ada.locator("[data-focus]", { hasText: "line 7" });
    await target.waitFor();
    expect(await target.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0);
    // A button leads on to the newest message.
    await ada.getByRole("button", { name: "Jump to the latest messages" }).click();
    await message(ada, "line 120").waitFor();
  });

  test("that is not sent yet survives a reload as a draft, which the list shows", async () => {
    await sendMessage(ada, "something");
    await composer(ada).fill("half a thou");
    await ada.reload();
    await expect.poll(() => composer(ada).inputValue()).toBe("half a thou");
    await ada.goto("/");
    await ada.getByRole("link", { name: /Draft: half a thou/ }).click();
    await composer(ada).press("End");
    await composer(ada).pressSequentially("ght");
    await composer(ada).press("Enter");
    await message(ada, "half a thought").waitFor();
    expect(await composer(ada).inputValue()).toBe("");
  });
});

test("An edited message shows its earlier versions to everyone who reads it", async () => {
  await openBob();
  await openGroup(bob);
  await sendMessage(ada, "We meet at one");
  await message(bob, "We meet at one").waitFor();
  await choose(ada, "We meet at one", "More actions", "Edit");
  await composer(ada).fill("We meet at two");
  await composer(ada).press("Enter");
  await message(bob, "We meet at two").getByRole("button", { name: "(edited)" }).click();
  await panel(bob).getByRole("heading", { name: "Edit history" }).waitFor();
  await panel(bob).getByText("We meet at one").waitFor();
  // The panel follows further edits.
  await composer(ada).press("ArrowUp");
  await composer(ada).fill("We meet at three");
  await composer(ada).press("Enter");
  await expect
    .poll(() => panel(bob).getByRole("listitem").allTextContents())
    .toEqual([
      expect.stringContaining("We meet at three"),
      expect.stringContaining("We meet at two"),
      expect.stringContaining("We meet at one"),
    ]);
  await choose(ada, "We meet at three", "More actions", "Delete");
  await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await panel(bob).getByText("This message was deleted").waitFor();
  expect(await panel(bob).getByText("We meet").count()).toBe(0);
});

test("A message shows the pages that it links to with their hosts, until its author removes a preview by keyboard", async () => {
  const url = `https://www.engine.example/manual/${newId()}`;
  const { databaseUrl } = inject("stack");
  await storeLinkedPage(databaseUrl, {
    url,
    title: "The manual of the bank.example engine",
    description: "How to oil it.",
    site: "Analytical Engines",
  });
  await openBob();
  await openGroup(bob);
  await sendMessage(ada, `Read ${url}`);
  const preview = (page: Page) => page.getByRole("link", { name: /The manual of the bank.example engine/ });
  await preview(bob).getByText("engine.example", { exact: true }).waitFor();
  await preview(bob).getByText("How to oil it.").waitFor();
  expect(await preview(bob).getAttribute("href")).toBe(url);
  expect(await preview(bob).getAttribute("rel")).toContain("noopener");
  const remove = { name: "Remove the preview of The manual of the bank.example engine" };
  expect(await bob.getByRole("button", remove).count()).toBe(0);
  await ada.getByRole("button", remove).focus();
  await ada.keyboard.press("Enter");
  await preview(bob).waitFor({ state: "detached" });
  await preview(ada).waitFor({ state: "detached" });
  await message(bob, `Read ${url}`).waitFor();
});

test("A message is forwarded with a comment by keyboard, names its author, and leads readers of the original to it", async () => {
  const cleo = await newPerson(inject("stack").url, uniqueName("cleo"), "Cleo Crew");
  const other = await bobHimself.startGroup([adaHerself, cleo], "Bridge");
  await bobHimself.send(id, "The valve leaks");
  const leak = message(ada, "The valve leaks");
  await leak.waitFor();
  await leak.focus();
  await leak.getByRole("button", { name: "More actions" }).focus();
  await ada.keyboard.press("Enter");
  await ada.getByRole("menuitem", { name: "Forward" }).focus();
  await ada.keyboard.press("Enter");
  const dialog = ada.getByRole("dialog");
  await dialog.getByRole("combobox", { name: "Forward to" }).fill("brid");
  await ada.getByRole("option", { name: "Bridge" }).waitFor();
  await ada.keyboard.press("ArrowDown");
  await ada.keyboard.press("Enter");
  await dialog.getByRole("textbox", { name: "Comment" }).fill("Please look");
  await dialog.getByRole("button", { name: "Forward" }).press("Enter");
  await ada.getByText("Forwarded to “Bridge”.").waitFor();
  await dialog.waitFor({ state: "detached" });

  const opened = await openPage(browser, inject("stack").url);
  await signIn(opened.page, cleo);
  await opened.page.goto(`/c/${other.id}`);
  const copy = message(opened.page, "The valve leaks");
  await copy.getByText("Forwarded from Bob Noyce").waitFor();
  await message(opened.page, "Please look").waitFor();
  // Cleo does not take part in the engine room.
  expect(await copy.getByRole("button", { name: "View original" }).count()).toBe(0);
  expect(opened.errors).toEqual([]);
  await ada.goto(`/c/${other.id}`);
  await message(ada, "The valve leaks").getByRole("button", { name: "View original" }).click();
  await ada.locator("[data-focus]", { hasText: "The valve leaks" }).waitFor();
  expect(new URL(ada.url()).pathname).toMatch(`/c/${id}`);
});

test("A conversation's files and links are listed, lead to their messages, and follow changes", async () => {
  const picture = await uploadFile(
    { url: inject("stack").url, person: bobHimself, id },
    { fileName: "valve.png", contentType: "image/png", width: 40, height: 30 },
    drawLandscape(0, { width: 640, height: 400 }),
  );
  await bobHimself.call("sendMessage", {
    params: { id },
    body: { id: newId(), content: "this one", attachmentIds: [picture] },
  });
  const { body: link } = await bobHimself.send(id, "see https://example.org/valves");
  await message(ada, "this one").waitFor();
  await chooseInConversationMenu(ada, "Files and links");
  await panel(ada).getByRole("button", { name: "valve.png", exact: true }).waitFor();
  await panel(ada).getByRole("button", { name: "Go to message: valve.png" }).click();
  await ada.locator("[data-focus]", { hasText: "this one" }).waitFor();
  await panel(ada).getByRole("tab", { name: "Links" }).click();
  await panel(ada)
    .getByRole("button", { name: /Bob Noyce.*example\.org\/valves/ })
    .click();
  await ada.locator("[data-focus]", { hasText: "example.org/valves" }).waitFor();
  await bobHimself.call("editMessage", {
    params: { id, messageId: link.id },
    body: { content: "see below" },
  });
  await panel(ada).getByText("Messages with links appear in this list.").waitFor();
  await bobHimself.send(id, "see https://example.org/pumps");
  await panel(ada)
    .getByRole("button", { name: /Bob Noyce.*example\.org\/pumps/ })
    .waitFor();

  // The list does not load again when earlier messages appear in the conversation.
  await bobHimself.sendAll(id, numbered("see https://example.org/pipes", 130));
  // A conversation with unread messages would open at the first of them.
  await expect
    .poll(async () => (await adaHerself.call("getConversation", { params: { id } })).unreadCount)
    .toBe(0);
  // The address of the page is that of a message.
  await ada.goto(`/c/${id}`);
  await ada.getByRole("article").filter({ hasText: "pipes 130" }).waitFor();
  await chooseInConversationMenu(ada, "Files and links");
  await panel(ada).getByRole("tab", { name: "Links" }).click();
  const newest = panel(ada).getByRole("listitem").first();
  await newest.filter({ hasText: "pipes 130" }).waitFor();
  const searches: string[] = [];
  ada.on("request", (request) => {
    if (new URL(request.url()).pathname.endsWith("/search")) searches.push(request.url());
  });
  const log = ada.getByRole("log", { name: "Messages" });
  const first = log.getByRole("article").filter({ hasText: "this one" });
  await expect
    .poll(async () => {
      await log.evaluate((list) => list.scrollTo(0, 0));
      return first.count();
    })
    .toBe(1);
  expect(searches).toEqual([]);
  await bobHimself.send(id, "see https://example.org/roofs");
  await newest.filter({ hasText: "roofs" }).waitFor();
  expect(searches).toHaveLength(1);
});

test("A message is saved with one click, marked for its reader only, listed with its conversation, and removed again", async () => {
  await openBob();
  await openGroup(bob);
  await sendMessage(ada, "The spare key is under the mat");
  await message(bob, "The spare key is under the mat").waitFor();
  const saving = /\/messages\/[^/]+\/saved$/;
  const leave = async (route: Route) => {
    // The mark shows before the server has it.
    await message(bob, "The spare key is under the mat").getByText("Saved").waitFor();
    await bob.goto("/");
    await route.continue();
  };
  await bob.route(saving, leave, { times: 1 });
  await choose(bob, "The spare key is under the mat", "Save for later");
  // Leaving the page does not cancel the request.
  await expect.poll(async () => (await bobHimself.call("listSavedIds")).messageIds).toHaveLength(1);
  // The list leads from elsewhere to the message.
  await bob.getByRole("button", { name: "Saved", exact: true }).click();
  const card = panel(bob).getByRole("button", { name: /Engine room.*Ada Lovelace.*The spare key/ });
  await card.click();
  await bob.locator("[data-focus]", { hasText: "The spare key" }).waitFor();
  // A message that its author deletes leaves no text behind.
  await choose(ada, "The spare key", "More actions", "Delete");
  await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await message(bob, "The spare key is under the mat").waitFor({ state: "detached" });
  await expect.poll(() => panel(bob).getByText("The spare key").count()).toBe(0);
  await sendMessage(ada, "It is in the drawer now");
  // The list loads before the server has saved the message, and again afterwards.
  const listed = bob.waitForResponse(/\/api\/saved(\?|$)/);
  const save = (route: Route) => listed.then(() => route.continue());
  await bob.route(saving, save, { times: 1 });
  await choose(bob, "in the drawer now", "More actions", "Save for later");
  await panel(bob)
    .getByRole("button", { name: /in the drawer now/ })
    .waitFor();
  await panel(bob).getByRole("button", { name: "Remove from saved messages" }).first().click();
  await message(bob, "It is in the drawer now").getByText("Saved").waitFor({ state: "detached" });
  expect(await message(ada, "It is in the drawer now").getByText("Saved").count()).toBe(0);
});

test("A pinned message is marked for everyone and listed in the panel, where a participant unpins it", async () => {
  // Bob has read so much since that his page does not load this message.
  const { body: old } = await adaHerself.send(id, "the plan of last year");
  await adaHerself.sendAll(
    id,
    Array.from({ length: 80 }, (_, at) => `line ${at}`),
  );
  await bobHimself.call("markRead", { params: { id }, body: { seq: 81 } });
  await openBob();
  await openGroup(bob);
  await adaHerself.send(id, "the plan for today");
  await choose(ada, "the plan for today", "More actions", "Pin for everyone");
  await message(bob, "the plan for today").getByText("Pinned", { exact: false }).waitFor();
  await chooseInConversationMenu(bob, "Pinned messages");
  const pins = panel(bob).getByRole("listitem");
  await pins.filter({ hasText: "the plan for today" }).getByText("Pinned by Ada Lovelace").waitFor();
  await bobHimself.send(id, "a second plan");
  await choose(ada, "a second plan", "More actions", "Pin for everyone");
  await expect.poll(() => pins.count()).toBe(2);
  const params = { id, messageId: old.id };
  await adaHerself.call("pinMessage", { params });
  await pins.filter({ hasText: "the plan of last year" }).waitFor();
  await adaHerself.call("unpinMessage", { params });
  await expect.poll(() => pins.count()).toBe(2);
  await pins.first().getByRole("button", { name: "Go to message" }).click();
  await bob.locator("[data-focus]", { hasText: "a second plan" }).waitFor();
  for (let count = 2; count > 0; count--) {
    await pins.first().getByRole("button", { name: "Unpin" }).click();
    await expect.poll(() => pins.count()).toBe(count - 1);
  }
  await panel(bob).getByText("Nothing is pinned here yet", { exact: false }).waitFor();
  await expect.poll(() => ada.getByText("Pinned", { exact: false }).count()).toBe(0);
});
