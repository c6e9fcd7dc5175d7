import { describe, expect, inject, test } from "vitest";
import { newPerson, numbered, type Person, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";
import { composer, message, messageTexts, openPage, signIn } from "./browser.ts";
import { rendersDuring } from "./renders.ts";
import { ada, adaHerself, bobHimself, choose, id, takeErrors, withTwoPeople } from "./two-people.ts";

const { url } = inject("stack");

withTwoPeople();

describe("The composer", () => {
  test("sends what was typed: no emoji inside words, and no suggestion that the user has not chosen", async () => {
    const typed = ["nice :-D", "x :DD", "at :30", "see std::cat::dog", "1:100:1 http://h/a:100:b"];
    for (const text of typed) {
      await composer(ada).pressSequentially(text);
      // The suggestions for `:dd` and `:30` are visible by now.
      if (/ :\S\S$/.test(text)) await ada.getByRole("listbox", { name: "Suggestions" }).waitFor();
      await composer(ada).press("Enter");
    }
    await message(ada, "1:100:1 http://h/a:100:b").getByLabel("Sent").waitFor();
    const { items } = await adaHerself.call("listMessages", { params: { id } });
    expect(items.map(({ content }) => content).reverse()).toEqual(typed);
    // Enter accepts a full name, or a suggestion to which the user has moved.
    await composer(ada).pressSequentially("a :cat");
    await ada.getByRole("option", { name: ":cat:" }).waitFor();
    await composer(ada).press("Enter");
    await composer(ada).pressSequentially("b :tad");
    await ada.getByRole("option", { name: ":tada:" }).waitFor();
    await composer(ada).press("ArrowDown");
    await composer(ada).press("Enter");
    expect(await composer(ada).inputValue()).toBe("a 🐱 b 🎉 ");
    // Undo covers the insertion.
    await composer(ada).press("Control+z");
    expect(await composer(ada).inputValue()).toBe("a 🐱 b :tad");
  });

  test("suggests people as soon as they are added, and no longer after they are removed", async () => {
    const cyd = await newPerson(url, uniqueName("cyd"), "Cyd Charisse");
    const suggested = (name: string) => ada.getByRole("option", { name: new RegExp(name) });
    await composer(ada).pressSequentially("@");
    await suggested("Bob Noyce").waitFor();
    await adaHerself.call("addParticipants", { params: { id }, body: { participantIds: [cyd.id] } });
    await suggested("Cyd Charisse").waitFor();
    await adaHerself.call("removeParticipant", { params: { id, userId: cyd.id } });
    await suggested("Cyd Charisse").waitFor({ state: "detached" });
  });

  test("mentions the person that the user has chosen, also if the username ends in a hyphen", async () => {
    const name = uniqueName("kim");
    const [one, two] = await Promise.all([
      newPerson(url, name, "Kim One"),
      newPerson(url, `${name}-`, "Kim Two"),
    ]);
    const participantIds = [one.id, two.id];
    await adaHerself.call("addParticipants", { params: { id }, body: { participantIds } });
    await composer(ada).pressSequentially(`@${name}`);
    await ada.getByRole("option", { name: /Kim Two/ }).click();
    await composer(ada).pressSequentially("please look");
    await composer(ada).press("Enter");
    await ada.getByRole("article").getByText(`@${name}-`, { exact: true }).waitFor();
    const mentions = async (kim: Person) =>
      (await kim.call("getConversation", { params: { id } })).mentionCount;
    await expect.poll(() => mentions(two)).toBe(1);
    expect(await mentions(one)).toBe(0);
  });

  test("loses nothing to an input method in Safari, a picture beside copied cells, or a long file name", async () => {
    await composer(ada).fill("日本");
    await composer(ada).evaluate((field) => {
      const options = { key: "Enter", keyCode: 229, bubbles: true, cancelable: true };
      field.dispatchEvent(new KeyboardEvent("keydown", options));
    });
    expect(await composer(ada).inputValue()).toBe("日本");
    expect(await ada.getByRole("article").count()).toBe(0);
    // The Enter that chooses a character opens no conversation either, and the Escape that discards one closes no dialog.
    await ada.keyboard.press("Control+k");
    const search = ada.getByRole("dialog").getByRole("combobox", { name: "Search" });
    await search.fill("bob");
    await ada.getByRole("dialog").getByRole("option").first().waitFor();
    const opened = ada.url();
    await search.evaluate((field) => {
      for (const key of ["Enter", "Escape"]) {
        const options = { key, keyCode: 229, bubbles: true, cancelable: true };
        field.dispatchEvent(new KeyboardEvent("keydown", options));
      }
    });
    expect(await ada.getByRole("dialog").isVisible()).toBe(true);
    expect(ada.url()).toBe(opened);
    await ada.keyboard.press("Escape");
    await ada.getByRole("dialog").waitFor({ state: "hidden" });
    await composer(ada).fill("");
    await composer(ada).evaluate((field: HTMLTextAreaElement) => {
      const data = new DataTransfer();
      data.setData("text/plain", "1\t2");
      data.setData("text/html", "<table><tr><td>1</td><td>2</td></tr></table>");
      data.items.add(new File(["x"], "image.png", { type: "image/png" }));
      const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      // A synthetic event has no default action, so the test does what the browser does.
      if (field.dispatchEvent(paste)) document.execCommand("insertText", false, data.getData("text/plain"));
    });
    expect(await composer(ada).inputValue()).toBe("1\t2");
    expect(await ada.getByRole("list", { name: "Attached files" }).count()).toBe(0);
    // Browsers paste nothing from a clipboard without plain text.
    const pasteOnly = (type: string, content: string) =>
      composer(ada).evaluate(
        (field, [kind, value]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData(kind, value);
          field.dispatchEvent(
            new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }),
          );
        },
        [type, content] as const,
      );
    await pasteOnly("text/html", "<p>, <b>three</b> </p>");
    await expect.poll(() => composer(ada).inputValue()).toBe("1\t2, **three**");
    await pasteOnly("text/uri-list", "# a comment\r\nhttps://example.com/a\r\nhttps://example.com/b\r\n");
    await expect
      .poll(() => composer(ada).inputValue())
      .toBe("1\t2, **three**https://example.com/a\nhttps://example.com/b");
    // The browser inserts text that the user drags into the field.
    const isLeftToBrowser = await composer(ada).evaluate((field) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData("text/plain", "dragged");
      return field.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    });
    expect(isLeftToBrowser).toBe(true);
    const name = `${"🎉".repeat(110)}.txt`;
    await ada
      .locator("input[type=file]")
      .setInputFiles([{ name, mimeType: "text/plain", buffer: Buffer.from("party") }]);
    await ada.getByRole("listitem").filter({ hasText: name }).getByText("5 B").waitFor();
    await composer(ada).fill("");
    await composer(ada).press("Enter");
    // The name does not fit into the line, but its extension does.
    const sent = ada.getByRole("button", { name: /🎉\.txt.*Download/ });
    const extension = required(await sent.getByText(".txt", { exact: true }).boundingBox(), "extension");
    const button = required(await sent.boundingBox(), "button");
    expect(extension.x + extension.width).toBeLessThan(button.x + button.width);
  });

  test("edits the user's latest message with the up arrow, even while older messages are shown", async () => {
    await adaHerself.send(id, "the first of mine");
    await bobHimself.sendAll(id, numbered("filler", 120));
    await adaHerself.send(id, "the last of mine");
    // A computer that knows nothing of the conversation yet.
    const { page } = await openPage(required(ada.context().browser(), "browser"), url);
    await signIn(page, adaHerself);
    await page.goto(`/c/${id}/1`);
    await message(page, "the first of mine").waitFor();
    await composer(page).press("ArrowUp");
    await expect.poll(() => composer(page).inputValue()).toBe("the last of mine");
    await composer(page).fill("the last, changed");
    await composer(page).press("Enter");
    await message(page, "the last, changed").getByText("(edited)").waitFor();
    expect(await messageTexts(page)).not.toContain("the first of mine");
    await page.context().close();
  });
});

describe("A command in the composer", () => {
  test("is suggested by its first letters, runs with Enter, and its change can be undone", async () => {
    await composer(ada).pressSequentially("/to");
    await ada.getByRole("option", { name: "/topic" }).waitFor();
    await composer(ada).press("Enter");
    expect(await composer(ada).inputValue()).toBe("/topic ");
    await composer(ada).pressSequentially("Steam and levers");
    await composer(ada).press("Enter");
    await ada.getByText("Topic changed.").waitFor();
    expect(await composer(ada).inputValue()).toBe("");
    expect((await adaHerself.call("getConversation", { params: { id } })).topic).toBe("Steam and levers");
    await composer(ada).fill("/mute");
    await composer(ada).press("Enter");
    await ada.getByText("Conversation muted.").waitFor();
    await ada.getByRole("status").getByRole("button", { name: "Undo" }).click();
    const notify = async () => (await adaHerself.call("getConversation", { params: { id } })).settings.notify;
    await expect.poll(notify).toBe("all");
    await composer(ada).fill("/status :palm_tree: On holiday");
    await composer(ada).press("Enter");
    await ada.getByText("Status set.").waitFor();
    expect((await adaHerself.call("getMe")).status).toEqual({ emoji: "🌴", text: "On holiday" });
    await composer(ada).fill("/dnd 2h");
    await composer(ada).press("Enter");
    await ada.getByText(/^Notifications are paused until/).waitFor();
    await composer(ada).fill("/shrug Who knows");
    await composer(ada).press("Enter");
    await message(ada, "Who knows ¯\\_(ツ)_/¯").getByLabel("Sent").waitFor();
    await composer(ada).fill("/remind 1h");
    await composer(ada).press("Enter");
    await expect.poll(async () => (await adaHerself.call("listReminders", {})).items).toHaveLength(1);
    await composer(ada).fill("/remind me tomorrow 9:30 to call Bob");
    await composer(ada).press("Enter");
    await ada.getByText(/^Reminder: .*9:30.* – call Bob$/).waitFor();
    expect((await adaHerself.call("listTextReminders")).items).toMatchObject([{ text: "call Bob" }]);
  });

  test("leaves the files and the reply target for the next message", async () => {
    await bobHimself.send(id, "Where are you?");
    await choose(ada, "Where are you?", "Reply");
    const files = [{ name: "map.txt", mimeType: "text/plain", buffer: Buffer.from("here") }];
    await ada.locator("input[type=file]").setInputFiles(files);
    const attached = ada.getByRole("list", { name: "Attached files" });
    await attached.getByText("4 B").waitFor();
    await composer(ada).fill("/mute");
    await composer(ada).press("Enter");
    await ada.getByText("Conversation muted.").waitFor();
    await expect.poll(() => composer(ada).inputValue()).toBe("");
    await attached.getByText("map.txt").waitFor();
    await ada.getByText("Replying to Bob Noyce").waitFor();
    await composer(ada).press("Enter");
    await attached.waitFor({ state: "detached" });
    await ada.getByRole("article").filter({ hasText: "map.txt" }).getByLabel("Sent").waitFor();
  });

  test("that does not exist or lacks a part is explained and stays in the field, while paths are sent", async () => {
    await composer(ada).fill("/frobnicate now");
    await ada.getByRole("button", { name: "Send", exact: true }).click();
    await ada.getByText("There is no command /frobnicate.").waitFor();
    expect(await composer(ada).inputValue()).toBe("/frobnicate now");
    await ada.getByRole("button", { name: "Send as text" }).click();
    await message(ada, "/frobnicate now").getByLabel("Sent").waitFor();
    await composer(ada).fill("/invite @nobody-of-this-name");
    await composer(ada).press("Enter");
    await ada.getByText("Nobody has the username @nobody-of-this-name.").waitFor();
    await composer(ada).fill("/dnd sometime");
    await composer(ada).press("Enter");
    await ada.getByText("Type it like this: /dnd 1h").waitFor();
    expect(await composer(ada).inputValue()).toBe("/dnd sometime");
    for (const [typed, sent] of [
      ["/etc/hosts is a file", "/etc/hosts is a file"],
      ["//help", "/help"],
    ] as const) {
      await composer(ada).fill(typed);
      await composer(ada).press("Enter");
      await message(ada, sent).getByLabel("Sent").waitFor();
    }
    await composer(ada).fill("/help");
    await composer(ada).press("Enter");
    const help = ada.getByRole("dialog", { name: "Commands" });
    await help.getByText("Change the topic").waitFor();
    await ada.keyboard.press("Escape");
    await help.waitFor({ state: "detached" });
    expect(await composer(ada).inputValue()).toBe("");
    await composer(ada).fill("/poll");
    await composer(ada).press("Enter");
    await ada.getByRole("textbox", { name: "Question" }).waitFor();
    await ada.getByRole("dialog").getByRole("button", { name: "Cancel" }).click();
    await composer(ada).fill("/leave");
    await composer(ada).press("Enter");
    await ada.getByRole("dialog").getByRole("button", { name: "Leave group" }).click();
    await ada.getByText("You are no longer in").waitFor();
    // Chromium logs the 404 for the conversation, which is gone.
    for (const error of takeErrors("ada")) expect(error).toContain("404");
  });
});

test("The formatting bar and its keys wrap the selection in Markdown, and rich text is pasted as Markdown", async () => {
  await composer(ada).fill("make it bold");
  await composer(ada).evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(8, 12));
  await composer(ada).press("Control+b");
  await expect.poll(() => composer(ada).inputValue()).toBe("make it **bold**");
  await ada.getByRole("button", { name: "Formatting" }).click();
  await ada.getByRole("toolbar", { name: "Formatting" }).getByRole("button", { name: "Quote" }).click();
  await expect.poll(() => composer(ada).inputValue()).toBe("> make it **bold**");
  await composer(ada).press("Control+z");
  await expect.poll(() => composer(ada).inputValue()).toBe("make it **bold**");
  await composer(ada).press("Control+Shift+9");
  await expect.poll(() => composer(ada).inputValue()).toBe("> make it **bold**");
  await composer(ada).fill("halt()");
  await composer(ada).press("Control+a");
  await composer(ada).press("Control+Alt+Shift+C");
  await expect.poll(() => composer(ada).inputValue()).toBe("```\nhalt()\n```");
  await composer(ada).fill("");
  const paste = (html: string, plain: string) =>
    composer(ada).evaluate(
      (field, [rich, text]) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/html", rich);
        clipboardData.setData("text/plain", text);
        const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        if (field.dispatchEvent(event)) document.execCommand("insertText", false, text);
      },
      [html, plain] as const,
    );
  await paste("<p>a_b <b>bold</b> <a href='https://example.com'>link</a></p>", "a_b bold link");
  await expect.poll(() => composer(ada).inputValue()).toBe("a_b **bold** [link](https://example.com)");
  // The browser pastes plain text first.
  await composer(ada).press("Control+z");
  await expect.poll(() => composer(ada).inputValue()).toBe("a_b bold link");
  // Word's lists have no elements of lists.
  await composer(ada).fill("");
  await paste("<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>One</p>", "·\tOne");
  await expect.poll(() => composer(ada).inputValue()).toBe("- One");
});

test("Drafts are shared by all tabs, and keep their files and reply target while the user is elsewhere", async () => {
  const other = await adaHerself.startGroup([bobHimself], "Boiler room");
  await bobHimself.send(id, "Shall we meet?");
  const tab = await ada.context().newPage();
  await tab.goto(`/c/${other.id}`);
  await composer(tab).fill("for the boiler room");
  await choose(ada, "Shall we meet?", "Reply");
  await composer(ada).fill("Yes, see the plan");
  await ada
    .locator("input[type=file]")
    .setInputFiles([{ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("noon") }]);
  const plan = ada.getByRole("listitem").filter({ hasText: "plan.txt" });
  await plan.getByText("4 B").waitFor();
  await ada.getByRole("link", { name: /Boiler room/ }).click();
  await expect.poll(() => composer(ada).inputValue()).toBe("for the boiler room");
  // Sending in one tab takes the draft from the other.
  await composer(ada).press("Enter");
  await expect.poll(() => composer(tab).inputValue()).toBe("");
  await ada.getByRole("link", { name: /Engine room/ }).click();
  await ada.getByText("Replying to Bob Noyce").waitFor();
  await plan.waitFor();
  // The banner and the quote follow the message that they show.
  await composer(tab).press("Enter");
  await bobHimself.call("editMessage", {
    params: { id, messageId: (await bobHimself.history(id)).items[0]?.id ?? "" },
    body: { content: "Shall we meet at noon?" },
  });
  await ada.locator("form").getByText("Shall we meet at noon?").waitFor();
  await composer(ada).press("Enter");
  const sent = ada.getByRole("article").filter({ hasText: "Yes, see the plan" });
  await sent.getByRole("button", { name: "Bob Noyce Shall we meet at noon?" }).waitFor();
  await sent.getByText("plan.txt").waitFor();
  const { items } = await bobHimself.history(other.id);
  expect(items.map(({ content }) => content)).toEqual(["for the boiler room"]);
});

test("Typing renders only the composer, and a message elsewhere only its item in the list", async () => {
  const { id: elsewhere } = await bobHimself.startDirect(adaHerself);
  await adaHerself.send(id, "a message to look at");
  await message(ada, "a message to look at").waitFor();
  const items = ada.getByRole("navigation").getByRole("link");
  await items.filter({ hasText: "Bob Noyce" }).waitFor();
  // The announcement that Ada types follows the first key.
  await composer(ada).pressSequentially("Th");
  const typed = await rendersDuring(ada, () => composer(ada).pressSequentially("e quick fox"));
  expect(typed).toEqual({
    "the message list": 0,
    "a message": 0,
    "the composer": expect.any(Number),
    "an item of the conversation list": 0,
  });
  expect(typed["the composer"]).toBeGreaterThanOrEqual("e quick fox".length);

  const received = await rendersDuring(ada, async () => {
    await bobHimself.send(elsewhere, "psst");
    await items.filter({ hasText: "psst" }).waitFor();
  });
  expect(received).toEqual({
    "the message list": 0,
    "a message": 0,
    "the composer": 0,
    "an item of the conversation list": expect.any(Number),
  });
  expect(received["an item of the conversation list"]).toBeGreaterThanOrEqual(1);
});
