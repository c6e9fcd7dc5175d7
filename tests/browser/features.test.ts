import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import type { ConversationId } from "../../contract/ids.ts";
import { linkIn, mailTo } from "../support/outbox.ts";
import { type Person, password, registerPerson, uniqueName } from "../support/people.ts";
import { composer, launchBrowser, message, messageTexts, openPage, sendMessage } from "./browser.ts";
import { signIn } from "./screens.ts";

const { url, awsUrl } = inject("stack");
const root = join(import.meta.dirname, "../..");

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** Ada and Bob in a group, each at a browser of their own. */
let ada: Page;
let bob: Page;
let adaHerself: Person;
let bobHimself: Person;
let id: ConversationId;
const errors: string[][] = [];

beforeEach(async () => {
  const name = uniqueName("f");
  [adaHerself, bobHimself] = await Promise.all([
    registerPerson(url, `${name}.ada`, "Ada Lovelace"),
    registerPerson(url, `${name}.bob`, "Bob Noyce"),
  ]);
  ({ id } = await adaHerself.startGroup([bobHimself], "Engine room"));
  const [one, other] = await Promise.all([openPage(browser, url), openPage(browser, url)]);
  [ada, bob] = [one.page, other.page];
  errors.splice(0, errors.length, one.errors, other.errors);
  await Promise.all([signIn(ada, adaHerself), signIn(bob, bobHimself)]);
  await ada.getByRole("link", { name: /Engine room/ }).click();
  await composer(ada).waitFor();
});
afterEach(async () => {
  const closed = browser.contexts().map((context) => context.close());
  await Promise.all(closed);
  expect(errors).toEqual([[], []]);
});

const openGroup = async (page: Page) => {
  await page.getByRole("link", { name: /Engine room/ }).click();
  await composer(page).waitFor();
};

/** Chooses from the menu of a message. */
async function choose(page: Page, text: string, ...path: string[]): Promise<void> {
  const target = page.getByRole("article").filter({ hasText: text });
  await target.hover();
  const [first = "", ...more] = path;
  await target.getByRole("toolbar").getByRole("button", { name: first, exact: true }).click();
  for (const name of more) await page.getByRole("menuitem", { name, exact: true }).click();
}

const chooseOfConversation = async (page: Page, name: string) => {
  await page.getByRole("button", { name: "Conversation menu" }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
};

describe("messages", () => {
  test("are edited, by the menu and by the up arrow, and the other one sees it", async () => {
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
    // Escape leaves it as it is.
    await composer(ada).press("ArrowUp");
    await composer(ada).fill("never mind");
    await composer(ada).press("Escape");
    expect(await composer(ada).inputValue()).toBe("");
    expect(await bob.getByRole("article").count()).toBe(1);
    // What is not mine has no such choice.
    await bob.getByRole("article").hover();
    await bob.getByRole("button", { name: "More actions" }).click();
    await bob.getByRole("menuitem", { name: "Copy text" }).waitFor();
    expect(await bob.getByRole("menuitem", { name: "Edit" }).count()).toBe(0);
    expect(await bob.getByRole("menuitem", { name: "Delete" }).count()).toBe(0);
  });

  test("are deleted, after a question, and leave a mark in their place", async () => {
    await openGroup(bob);
    await sendMessage(ada, "A secret");
    await sendMessage(ada, "Something else");
    await message(bob, "Something else").waitFor();
    await choose(ada, "A secret", "More actions", "Delete");
    await ada.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    for (const page of [ada, bob]) await page.getByText("This message was deleted").waitFor();
    expect(await bob.getByText("A secret", { exact: true }).count()).toBe(0);
  });

  test("are answered; the quote leads to what it quotes", async () => {
    await sendMessage(ada, "Shall we meet?");
    for (let count = 1; count <= 30; count++) await adaHerself.send(id, `filler ${count}`);
    await openGroup(bob);
    // Whoever comes back begins with what is new.
    await bob.getByText("New messages", { exact: true }).waitFor();
    await choose(bob, "Shall we meet?", "Reply");
    await bob.getByText("Replying to Ada Lovelace").waitFor();
    await composer(bob).fill("Yes, at noon");
    await composer(bob).press("Enter");
    const answer = message(ada, "Yes, at noon");
    await answer.getByRole("button", { name: "Ada Lovelace Shall we meet?" }).click();
    await ada.locator("[data-focus]", { hasText: "Shall we meet?" }).waitFor();
  });

  test("get reactions, which add up and can be taken back", async () => {
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

  test("mention people, who are offered as one types, and who see that they are meant", async () => {
    await composer(ada).pressSequentially("Could @bo");
    await ada.getByRole("option", { name: /Bob Noyce/ }).waitFor();
    await composer(ada).press("Enter");
    await composer(ada).pressSequentially("look? :tad");
    await ada.getByRole("option", { name: ":tada:" }).waitFor();
    await composer(ada).press("Tab");
    expect(await composer(ada).inputValue()).toBe(`Could @${bobHimself.session.user.username} look? 🎉 `);
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

  test("are Markdown, and never HTML", async () => {
    await openGroup(bob);
    await sendMessage(ada, "**bold** `code` <img src=x onerror=alert(1)>\n- item\n```js\nconst a = 1;\n```");
    const text = bob.getByRole("article").last();
    await text.locator("strong", { hasText: "bold" }).waitFor();
    await text.locator("li", { hasText: "item" }).waitFor();
    await text.locator(".hljs-keyword", { hasText: "const" }).waitFor();
    expect(await text.locator("img").count()).toBe(0);
  });

  test("have links that lead back to them", async () => {
    for (let count = 1; count <= 120; count++) await bobHimself.send(id, `line ${count}`);
    await ada.goto(`/c/${id}/7`);
    const target = ada.locator("[data-focus]", { hasText: "line 7" });
    await target.waitFor();
    expect(await target.evaluate((element) => element.getBoundingClientRect().top)).toBeGreaterThan(0);
    // From there one reads on to the newest.
    await ada.getByRole("button", { name: "Jump to the latest messages" }).click();
    await message(ada, "line 120").waitFor();
  });

  test("not yet sent are still there after a reload, and show in the list", async () => {
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

describe("files", () => {
  const picture = {
    name: "owl.png",
    mimeType: "image/png",
    buffer: readFileSync(join(root, "docs/chat.png")),
  };

  test("are chosen, pasted or dropped, show how far they are, and reach the other one", async () => {
    await openGroup(bob);
    await ada
      .locator("input[type=file]")
      .setInputFiles([
        picture,
        { name: "minutes.txt", mimeType: "text/plain", buffer: Buffer.from("We met.") },
      ]);
    const files = ada.getByRole("list", { name: "Attached files" }).getByRole("listitem");
    await expect.poll(() => files.count()).toBe(2);
    // What is pasted is a file, too; and what is not wanted goes.
    await composer(ada).evaluate((field) => {
      const data = new DataTransfer();
      data.items.add(new File(["x"], "pasted.txt", { type: "text/plain" }));
      field.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await ada.getByRole("button", { name: "Remove pasted.txt" }).click();
    await expect.poll(() => files.count()).toBe(2);
    await composer(ada).fill("From yesterday");
    await ada.getByRole("button", { name: "Send" }).click();
    await expect.poll(() => files.count()).toBe(0);

    const image = bob.getByRole("img", { name: "owl.png" });
    await image.waitFor();
    await expect
      .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);
    await image.click();
    await bob.getByRole("dialog").getByRole("img", { name: "owl.png" }).waitFor();
    await bob.keyboard.press("Escape");
    const downloading = bob.waitForEvent("download");
    await bob.getByRole("button", { name: /minutes\.txt.*Download/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("minutes.txt");
    expect(readFileSync(await download.path(), "utf8")).toBe("We met.");
  });

  test("that are too large are refused at once, by name", async () => {
    await ada.locator("input[type=file]").evaluate((input) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(25 * 1024 * 1024 + 1)], "huge.bin"));
      (input as HTMLInputElement).files = data.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await ada.getByText("huge.bin is larger than 25 MB.").waitFor();
    expect(await ada.getByRole("listitem").filter({ hasText: "huge.bin" }).count()).toBe(0);
  });
});

describe("conversations", () => {
  test("are muted, pinned and archived, on all of one's devices", async () => {
    const device = (await openPage(browser, url)).page;
    await signIn(device, adaHerself);
    const other = await adaHerself.startGroup([bobHimself], "Other");
    await bobHimself.send(other.id, "newer");
    const items = device.getByRole("navigation").getByRole("listitem");
    await expect.poll(() => items.first().innerText()).toContain("Other");
    await chooseOfConversation(ada, "Pin");
    await expect.poll(() => items.first().innerText()).toContain("Engine room");
    await chooseOfConversation(ada, "Mute");
    await items.first().getByLabel("Muted").waitFor();
    await bobHimself.send(id, "nobody need know");
    await items.first().getByLabel("1 unread").waitFor();
    await chooseOfConversation(ada, "Archive");
    await device.getByRole("button", { name: "Archived (1)" }).click();
    await expect.poll(() => items.last().innerText()).toContain("Engine room");
    await chooseOfConversation(ada, "Unarchive");
    await expect.poll(() => items.first().innerText()).toContain("Engine room");
  });

  test("marked as unread are unread until one comes back", async () => {
    await bobHimself.send(id, "one");
    await bobHimself.send(id, "two");
    await message(ada, "two").waitFor();
    await choose(ada, "one", "More actions", "Mark as unread from here");
    const item = ada.getByRole("link", { name: /Engine room/ });
    await item.getByLabel("2 unread").waitFor();
    await ada.getByText("New messages", { exact: true }).waitFor();
    await ada.goto("/");
    await item.getByLabel("2 unread").waitFor();
    await item.click();
    await item.getByLabel("2 unread").waitFor({ state: "detached" });
  });

  test("show who has read them, and since when somebody is gone", async () => {
    await sendMessage(ada, "Read me");
    await openGroup(bob);
    await ada.getByText("Seen by Bob Noyce").waitFor();
    const direct = await adaHerself.startDirect(bobHimself);
    await ada.goto(`/c/${direct.id}`);
    await ada.getByText("Online", { exact: true }).waitFor();
    await bob.context().close();
    await ada.getByText(/^Last seen/).waitFor({ timeout: 30_000 });
  });

  test("of a group have people with roles, whom one adds, promotes and removes", async () => {
    const cyd = await registerPerson(url, uniqueName("f"), "Cyd Charisse");
    await openGroup(bob);
    await chooseOfConversation(ada, "Details");
    const panel = ada.getByRole("dialog");
    await panel.getByRole("button", { name: "Add people" }).click();
    await panel.getByLabel("People", { exact: true }).first().fill(cyd.session.user.username);
    await ada.getByRole("option", { name: /Cyd/ }).click();
    await panel.getByRole("button", { name: "Add", exact: true }).click();
    await bob.getByText("3 people").waitFor();
    await panel.getByRole("textbox", { name: "Name" }).fill("Boiler room");
    await panel.getByRole("button", { name: "Save", exact: true }).click();
    await bob.getByRole("heading", { name: "Boiler room" }).waitFor();
    await panel.getByRole("button", { name: "Actions for Bob Noyce" }).click();
    await ada.getByRole("menuitem", { name: "Make admin" }).click();
    await panel.getByText("Admin", { exact: true }).waitFor();
    // An admin may remove members, too.
    await chooseOfConversation(bob, "Details");
    await bob.getByRole("button", { name: "Actions for Cyd Charisse" }).click();
    await bob.getByRole("menuitem", { name: "Remove from group" }).click();
    await ada.getByText("2 people").first().waitFor();
    // Whoever leaves no longer sees it.
    await bob.getByRole("button", { name: "Leave group" }).click();
    await bob.getByRole("button", { name: "Leave group" }).click();
    await bob.getByText("It does not exist, or you are not a member.").waitFor();
    await ada.getByText("1 person").first().waitFor();
    // Whether it is gone, his page has asked the server.
    expect(errors.pop()?.every((text) => text.includes("404"))).toBe(true);
    errors.push([]);
  });
});

describe("search", () => {
  test("goes to conversations and people by name, and to messages in their place, by keyboard alone", async () => {
    await bobHimself.send(id, "the needle is here");
    for (let count = 1; count <= 70; count++) await bobHimself.send(id, `hay ${count}`);
    const cyd = await registerPerson(url, uniqueName("search"), "Cyd Charisse");
    const field = ada.getByRole("combobox", { name: "Search" });
    await ada.keyboard.press("Control+k");
    await field.fill("needle");
    await ada.getByRole("option").locator("mark", { hasText: "needle" }).waitFor();
    await field.press("Enter");
    await ada.locator("[data-focus]", { hasText: "the needle is here" }).waitFor();
    await ada.keyboard.press("Control+k");
    await field.fill(cyd.session.user.username);
    await ada.getByRole("option", { name: /Cyd Charisse/ }).waitFor();
    await field.press("Enter");
    await ada.getByRole("heading", { name: "Cyd Charisse" }).waitFor();
    await ada.keyboard.press("Control+k");
    await field.fill("engine r");
    await ada.getByRole("option", { name: /Engine room/ }).waitFor();
    await field.press("Enter");
    await ada.getByRole("heading", { name: "Engine room" }).waitFor();
    await ada.keyboard.press("Control+k");
    await field.fill("haystack of nothing");
    await ada.getByText("No results").waitFor();
  });
});

/** Opens the settings of whoever is signed in. */
async function openSettings(page: Page) {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Settings" }).click();
  return page.getByRole("dialog");
}

test("people and groups have pictures, which others see", async () => {
  const settings = await openSettings(ada);
  await settings.locator("input[type=file]").setInputFiles(join(root, "docs/chat.png"));
  const ownPicture = ada.getByLabel(/^Account of/).locator("img");
  await ownPicture.waitFor();
  await ada.keyboard.press("Escape");
  await chooseOfConversation(ada, "Details");
  await ada.getByRole("dialog").locator("input[type=file]").setInputFiles(join(root, "docs/chat-phone.png"));
  await bob
    .getByRole("link", { name: /Engine room/ })
    .locator("img")
    .waitFor();
  await openGroup(bob);
  const groupPicture = bob.locator("header img");
  await groupPicture.waitFor();
  await expect
    .poll(() => groupPicture.evaluate((image) => (image as HTMLImageElement).naturalWidth))
    .toBe(256);
  await chooseOfConversation(bob, "Details");
  await bob.getByRole("dialog").getByText("Ada Lovelace").waitFor();
  await bob.getByRole("dialog").locator("img").nth(1).waitFor();
  await ada.getByRole("dialog").getByRole("button", { name: "Remove picture" }).click();
  await groupPicture.waitFor({ state: "detached" });
});

test("a conversation is taken along as a page to read, and as JSON", async () => {
  await sendMessage(ada, "**Keep** this");
  await ada.getByLabel("Sent").waitFor();
  const replyTo = (await adaHerself.history(id)).items[0]?.id;
  await bobHimself.call("POST", `/conversations/${id}/messages`, {
    id: crypto.randomUUID(),
    content: "I will",
    replyTo,
  });
  await message(ada, "I will").waitFor();
  await chooseOfConversation(ada, "Details");
  const save = async (name: string) => {
    const downloading = ada.waitForEvent("download");
    await ada.getByRole("button", { name }).click();
    const download = await downloading;
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
  };
  const page = await save("Export as web page");
  expect(page.name).toBe("Engine room.html");
  const reader = await ada.context().newPage();
  await reader.setContent(page.text);
  await reader.getByText("Keep", { exact: true }).waitFor();
  const json = await save("Export as JSON");
  expect(JSON.parse(json.text)).toMatchObject({
    format: "chatflow conversation 1",
    messages: [{ content: "**Keep** this" }, { content: "I will" }],
  });

  // Somebody else brings it back, and it says whose words they were.
  await bob.getByRole("button", { name: "New conversation" }).click();
  const bringBack = (buffer: Buffer) =>
    bob
      .getByRole("dialog")
      .locator("input[type=file]")
      .setInputFiles({ name: "saved.json", mimeType: "application/json", buffer });
  await bringBack(Buffer.from("{}"));
  await bob.getByText("saved.json is not a conversation that ChatFlow exported as JSON.").waitFor();
  await bringBack(Buffer.from(json.text));
  const reply = bob.getByRole("article").filter({ hasText: "I will" });
  await reply.getByText("Bob Noyce").last().waitFor();
  await reply.getByRole("button", { name: /Bob Noyce Ada Lovelace/ }).waitFor();
  await bob.getByText("1 person").waitFor();
});

describe("an account", () => {
  test("has a name, a password, devices, and data to take along", async () => {
    await sendMessage(ada, "As you know me");
    await openGroup(bob);
    await message(bob, "As you know me").getByText("Ada Lovelace").waitFor();
    const device = (await openPage(browser, url)).page;
    await signIn(device, adaHerself);
    const settings = await openSettings(ada);
    await settings.getByLabel("Full name").fill("Countess Lovelace");
    await settings.getByRole("button", { name: "Save" }).click();
    await ada.getByLabel("Account of Countess Lovelace").waitFor({ state: "attached" });
    // Whom she talks with sees it at once.
    await message(bob, "As you know me").getByText("Countess Lovelace").waitFor();
    await settings.getByRole("textbox", { name: "Current password" }).fill("wrong one");
    await settings.getByRole("textbox", { name: "New password" }).fill("a new and better one");
    await settings.getByRole("button", { name: "Change password" }).click();
    await settings.getByText("Is not your password.").waitFor();
    const downloading = ada.waitForEvent("download");
    await settings.getByRole("button", { name: "Export my data" }).click();
    const exported = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
    expect(exported).toMatchObject({
      account: { fullName: "Countess Lovelace" },
      messages: [{ content: "As you know me" }],
    });
    // The other device finds itself signed out at once.
    await settings.getByRole("button", { name: "Sign out of all other devices" }).click();
    await device.getByRole("button", { name: "Sign in" }).waitFor();
    expect(errors[0]?.splice(0).every((text) => text.includes("400"))).toBe(true);
  });

  test("confirms its e-mail, and gets a new password, by links in mails", async () => {
    const { email, username } = adaHerself.session.user;
    const settings = await openSettings(ada);
    await settings.getByRole("button", { name: "Send again" }).click();
    await ada.getByText(`We have sent an e-mail to ${email}.`).waitFor();
    const inbox = (await openPage(browser, url)).page;
    await inbox.goto(linkIn(await mailTo(awsUrl, email, /^Confirm/)).address);
    await inbox.getByText("Thank you. Your e-mail address is confirmed.").waitFor();

    await inbox.goto("/sign-in");
    await inbox.getByRole("link", { name: "Forgot your password?" }).click();
    await inbox.getByRole("textbox", { name: "Username or e-mail" }).fill(email);
    await inbox.getByRole("button", { name: "Send link" }).click();
    await inbox.getByText("If there is such an account, the mail is on its way.").waitFor();
    // The mail as one finds it in the outbox of this machine.
    await mailTo(awsUrl, email, /new password/);
    await inbox.goto(`${awsUrl}/outbox?to=${email}`);
    const opening = inbox.waitForEvent("popup");
    await inbox.frameLocator("iframe").first().getByRole("link", { name: "Choose a new password" }).click();
    const page = await opening;
    await page.getByRole("textbox", { name: "New password" }).fill("short");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Must have at least 10 characters.").waitFor();
    await page.getByRole("textbox", { name: "New password" }).fill("a new one, from a mail");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("Your password has been changed, and all devices have been signed out.").waitFor();
    await ada.getByRole("button", { name: "Sign in" }).waitFor();
    await page.reload();
    await page.getByRole("textbox", { name: "New password" }).fill("the same link once more");
    await page.getByRole("button", { name: "Change password" }).click();
    await page.getByText("This link has expired or has already been used.").waitFor();
    await page.getByRole("link", { name: "Request a new link" }).click();
    await page.getByRole("link", { name: "Back to sign-in" }).click();
    await page.getByRole("textbox", { name: "Username or e-mail" }).fill(username);
    await page.getByRole("textbox", { name: "Password" }).fill("a new one, from a mail");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.locator("[data-connection=live]").waitFor({ state: "attached" });
    await expect(openSettings(page).then((own) => own.getByText("Not confirmed yet").count())).resolves.toBe(
      0,
    );
    errors[0]?.splice(0);
  });

  test("that is deleted is gone, and its words stay", async () => {
    await sendMessage(ada, "Remember me");
    await openGroup(bob);
    const settings = await openSettings(ada);
    await settings.getByRole("button", { name: "Delete my account" }).click();
    await settings.getByRole("textbox", { name: "Password", exact: true }).fill(password);
    await settings.getByRole("button", { name: "Delete permanently" }).click();
    await ada.getByRole("button", { name: "Sign in" }).waitFor();
    await bob.getByText("1 person").first().waitFor();
    await bob.reload();
    await message(bob, "Remember me")
      .getByText(/^deleted-/)
      .waitFor();
    // The page of who has left may still have asked for something.
    errors[0]?.splice(0);
  });
});

/** Takes the place of the browser's notifications, which a headless one does not show. */
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

test("news shows on the desktop, if one wants it, and leads to its conversation", async () => {
  await ada.addInitScript(fakeNotifications);
  await ada.goto("/");
  const settings = await openSettings(ada);
  await settings.getByRole("switch", { name: "Desktop notifications" }).check();
  await ada.keyboard.press("Escape");
  const shown = () => ada.evaluate("window.shown.map(({ title, body }) => [title, body])");
  await bobHimself.send(id, "Are you **there**?");
  await expect.poll(shown).toEqual([["Engine room", "Bob Noyce: Are you there?"]]);
  await adaHerself.call("PATCH", `/conversations/${id}/settings`, { notify: "mentions" });
  await bobHimself.send(id, "Never mind");
  await bobHimself.send(id, `@${adaHerself.session.user.username}!`);
  await expect.poll(() => ada.evaluate("window.shown.at(-1).body")).toContain(".ada!");
  expect(await ada.evaluate("window.shown.length")).toBe(2);
  await ada.evaluate("window.shown[1].click()");
  await ada.getByRole("heading", { name: "Engine room" }).waitFor();
  // What one looks at needs no telling.
  await adaHerself.call("PATCH", `/conversations/${id}/settings`, { notify: "all" });
  await bobHimself.send(id, "You see this");
  await message(ada, "You see this").waitFor();
  expect(await ada.evaluate("window.shown.length")).toBe(2);
});

test("the whole page speaks German to whoever wants it", async () => {
  await ada.getByRole("button", { name: "Account of Ada Lovelace" }).click();
  await ada.getByRole("menuitem", { name: "Deutsch" }).click();
  await ada.getByRole("textbox", { name: "Nachricht an Engine room" }).waitFor();
  expect(await ada.locator("html").getAttribute("lang")).toBe("de");
  await ada.reload();
  await ada.getByRole("textbox", { name: "Nachricht an Engine room" }).fill("Hallo");
  await ada.getByRole("button", { name: "Senden" }).click();
  await expect.poll(() => messageTexts(ada)).toEqual(["Hallo"]);
  // Also when the server refuses something.
  await ada.getByRole("button", { name: "Konto von Ada Lovelace" }).click();
  await ada.getByRole("menuitem", { name: "Einstellungen" }).click();
  await ada.getByRole("textbox", { name: "Aktuelles Passwort" }).fill("ein falsches");
  await ada.getByRole("textbox", { name: "Neues Passwort" }).fill("zu kurz");
  await ada.getByRole("button", { name: "Passwort ändern" }).click();
  await ada.getByText("Muss mindestens 10 Zeichen haben.").waitFor();
  await ada.getByRole("textbox", { name: "Neues Passwort" }).fill("lang genug, aber umsonst");
  await ada.getByRole("button", { name: "Passwort ändern" }).click();
  await ada.getByText("Ist nicht dein Passwort.").waitFor();
  errors[0]?.splice(0);
});
