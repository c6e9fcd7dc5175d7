import type { Locator, Page } from "playwright-core";
import type { Conversation } from "../../contract/conversations.ts";
import { drawLandscape } from "../showcase/drawings.ts";
import { databaseOf } from "../support/accounts.ts";
import { eventually } from "../support/eventually.ts";
import { storeLinkedPage } from "../support/linked-pages.ts";
import { newPerson, newPersonWithRole, type Person } from "../support/people.ts";
import { addEmoji, type DrawnEmoji } from "./add-emoji.ts";
import { composer } from "./browser.ts";
import { uploadFile } from "./upload-file.ts";

/** Users and their conversations, so that every screen has content. */
export interface World {
  ada: Person;
  group: Conversation;
  direct: Conversation;
  /** A channel that Ada has not joined. */
  channel: Conversation;
  /** A group that Ada has archived for everyone. */
  ended: Conversation;
  /** A user without conversations. */
  newcomer: Person;
  /** The owner of the workspace. */
  owner: Person;
  /** The code of an invitation. */
  invitation: string;
}

/** @param ending  a suffix that makes the usernames unique in a shared stack */
export async function createWorld(url: string, ending = ""): Promise<World> {
  const owner = await newPersonWithRole(url, "owner", `olga${ending}`, "Olga Owner");
  const register = (fullName: string, username: string) => newPerson(url, username + ending, fullName);
  const [ada, grace, alan, noor, newcomer] = await Promise.all([
    register("Ada Lovelace", "ada"),
    register("Grace Hopper", "grace"),
    register("Alan Turing", "alan"),
    register("نور الهدى", "noor"),
    register("Newton Newcomer", "newton"),
  ]);
  const group = await ada.startGroup([grace, alan, noor], "Engine room");
  const at = (person: Person) => `@${person.username}`;
  const databaseUrl = databaseOf(url);
  if (databaseUrl !== undefined) {
    await storeLinkedPage(databaseUrl, {
      url: "https://example.com/engine",
      title: "Difference engine No. 2: the log of November",
      description: "Three stops, all of them on Mondays, and what Charles made of them.",
      site: "Analytical Society",
    });
  }
  await grace.send(
    group.id,
    "Morning! The **difference engine** is back up. See https://example.com/engine for the log.",
  );
  const plan = await ada.send(
    group.id,
    "Plan for today:\n1. tighten the *carry* levers\n2. oil the axles\n3. ~~panic~~",
  );
  await alan.send(
    group.id,
    'What halts it?\n```js\nfunction halts(program) {\n  // left to the reader\n  return program !== "this one";\n}\n```',
  );
  await ada.call("sendMessage", {
    params: { id: group.id },
    body: {
      id: crypto.randomUUID(),
      content: `${at(alan)} that is _undecidable_, as you know best 🙂`,
      replyTo: (await ada.history(group.id)).items[0]?.id,
    },
  });
  await noor.send(group.id, "مرحبا بالجميع، كيف حال المحرك اليوم؟");
  const typo = await grace.send(group.id, "Found a bug in the relay");
  await grace.call("editMessage", {
    params: { id: group.id, messageId: typo.body.id },
    body: {
      content: "Found a bug in the relay. A real one: a moth!",
    },
  });
  const regret = await alan.send(group.id, "oops");
  await alan.call("deleteMessage", { params: { id: group.id, messageId: regret.body.id } });
  for (const [person, emoji] of [
    [ada, "🦋"],
    [alan, "🦋"],
    [noor, "😂"],
    [ada, "😂"],
  ] as const) {
    await person.call("addReaction", { params: { id: group.id, messageId: typo.body.id, emoji } });
  }
  await grace.call("addReaction", { params: { id: group.id, messageId: plan.body.id, emoji: "👍" } });
  const own = (drawn: DrawnEmoji) => addEmoji(url, grace, drawn, drawn + ending);
  const [lgtm, party] = [await own("lgtm"), await own("party_blob"), await own("blocked")];
  await ada.call("addReaction", { params: { id: group.id, messageId: plan.body.id, emoji: lgtm } });
  await alan.send(group.id, `🎉 ${party}`);
  for (const [person, content] of [
    [alan, "The axles squeak again."],
    [grace, "I have oil."],
  ] as const) {
    const body = { id: crypto.randomUUID(), content, threadId: plan.body.id };
    await person.call("sendMessage", { params: { id: group.id }, body });
  }
  await ada.call("markRead", { params: { id: group.id }, body: { seq: 8 } });
  for (const [content, days] of [
    ["Good morning! The **engine** starts at nine.", 1],
    ["The report of last week is in the cupboard.", 4],
  ] as const) {
    const sendAt = new Date(Date.now() + days * 86_400_000).toISOString();
    const body = { id: crypto.randomUUID(), content, sendAt };
    await ada.call("scheduleMessage", { params: { id: group.id }, body });
  }

  const direct = await grace.startDirect(ada);
  await grace.send(direct.id, "Lunch at noon?");
  await ada.send(direct.id, "Yes, at the usual place.");
  const crew = { handle: `crew${ending}`, name: "Engine crew", memberIds: [grace.id, alan.id] };
  await owner.call("createUserGroup", { body: crew });
  await grace.send(direct.id, `The @${crew.handle} comes along.`);
  const status = { emoji: "🔧", text: "Repairing the relay" };
  await grace.call("updateMe", { body: { status, pausedUntil: "2999-01-01T00:00:00.000Z" } });
  const picture = drawLandscape(0, { width: 640, height: 400 });
  const files = [
    await uploadFile(
      { url, person: ada, id: direct.id },
      { fileName: "menu.png", contentType: "image/png", width: 1280, height: 800 },
      picture,
    ),
    await uploadFile(
      { url, person: ada, id: direct.id },
      { fileName: "Prices of the engine's parts.pdf", contentType: "application/pdf" },
      picture,
    ),
  ];
  await ada.call("sendMessage", {
    params: { id: direct.id },
    body: {
      id: crypto.randomUUID(),
      content: "They have changed the menu:",
      attachmentIds: files,
    },
  });
  const { items: inGroup } = await ada.history(group.id);
  await ada.call("forwardMessage", {
    params: { id: direct.id },
    body: {
      id: crypto.randomUUID(),
      conversationId: group.id,
      messageId: inGroup.find(({ content }) => content.startsWith("What halts it?"))?.id,
    },
  });
  await grace.call("markRead", { params: { id: direct.id }, body: { seq: 3 } });
  const news = await alan.startGroup(
    [ada, grace],
    "Announcements for everyone who has anything to do with engines",
  );
  for (let count = 1; count <= 12; count++) await alan.send(news.id, `News ${count}`);
  await alan.send(news.id, `${at(ada)} please look at this`);
  await ada.call("updateSettings", { params: { id: direct.id }, body: { isPinned: true } });
  const quiet = await noor.startGroup([ada], "Random");
  await noor.send(quiet.id, "a");
  await ada.call("updateSettings", { params: { id: quiet.id }, body: { notify: "nothing" } });
  const old = await alan.startGroup([ada], "Project of last year");
  await ada.call("updateSettings", { params: { id: old.id }, body: { isArchived: true } });
  const name = `design${ending}`;
  const channel = await grace.call("createConversation", {
    body: { participantIds: [], kind: "channel", name, topic: "Screens, colours and type" },
  });
  await grace.send(channel.id, "The **first draft** of the panel is ready. What do you think?");
  const ended = await ada.startGroup([grace], "Launch of the mill");
  await grace.send(ended.id, "It runs!");
  await ada.call("updateConversation", { params: { id: ended.id }, body: { isArchived: true } });
  const days = { expiresInDays: 30, maxUses: 25 };
  const { code } = await owner.call("createInvitation", { body: { role: "member", ...days } });
  return { ada, group, direct, channel, ended, newcomer, owner, invitation: code ?? "" };
}

/** One screen: the user who sees it, and the steps that show it. */
export interface Screen {
  name: string;
  /** A visitor is not signed in. */
  by: "visitor" | "ada" | "newcomer" | "owner";
  show: (page: Page, world: World) => Promise<void>;
}

/** Closes dialogs with the browser's "Back", and menus with the keyboard. Declines a call. */
const closeOverlays = (page: Page): Promise<void> =>
  eventually(async () => {
    const decline = page.getByRole("button", { name: "Decline" });
    if ((await decline.count()) > 0) await decline.click();
    const { hasEntry, isOpen } = await page.evaluate(() => ({
      hasEntry: (window.history.state?.overlays ?? []).length > 0,
      isOpen: document.querySelector("[role=dialog], [role=menu]") !== null,
    }));
    if (hasEntry) await page.goBack();
    else if (isOpen) await page.keyboard.press("Escape");
    else return;
    throw new Error("An overlay is still open");
  });

/** Goes to a path like a link of the page. Only the first visit loads the page, because that is half of the cost. */
async function visit(page: Page, path: string): Promise<void> {
  if (!page.url().startsWith("http")) {
    await page.goto(path);
    return;
  }
  await closeOverlays(page);
  await page.evaluate((to) => window.history.pushState(null, "", to), path);
}

async function openAdministration(page: Page, tab: string): Promise<void> {
  await visit(page, "/admin");
  await page.getByRole("tab", { name: tab }).click();
}

async function openGroup(page: Page, { group }: World): Promise<void> {
  await visit(page, `/c/${group.id}`);
  await page.getByText("A real one: a moth!").first().waitFor();
  await page.locator("[data-connection=live]").waitFor({ state: "attached" });
}

/** Moves the pointer and the focus to a message. Phones have no pointer. @returns the message's toolbar */
async function pointAt(page: Page, text: string): Promise<Locator> {
  const message = page.getByRole("article").filter({ hasText: text });
  await message.hover();
  await message.focus();
  const toolbar = message.getByRole("toolbar");
  await toolbar.waitFor();
  return toolbar;
}

export const screens: readonly Screen[] = [
  {
    name: "sign-in",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/sign-in");
      await page.getByRole("button", { name: "Sign in" }).waitFor();
    },
  },
  {
    name: "register-with-errors",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/register");
      await page.getByLabel("Username").fill("a");
      await page.getByRole("button", { name: "Create account" }).click();
      await page.getByText("Must have at least 3 characters").waitFor();
    },
  },
  {
    name: "invitation",
    by: "visitor",
    show: async (page, { invitation }) => {
      await visit(page, `/invitation#${invitation}`);
      await page.getByRole("heading", { name: /^Join / }).waitFor();
    },
  },
  {
    name: "invitation-too-late",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/sign-in");
      await visit(page, "/invitation#a-code");
      await page.getByText("This invitation no longer works.").waitFor();
    },
  },
  {
    name: "forgot-password",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/forgot-password");
      await page.getByRole("button", { name: "Send link" }).waitFor();
    },
  },
  {
    name: "reset-password",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/reset-password#a-token");
      await page.getByRole("button", { name: "Change password" }).waitFor();
    },
  },
  {
    name: "verify-email-too-late",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/verify-email#a-token");
      await page.getByText("This link has expired").waitFor();
    },
  },
  {
    name: "unsubscribe",
    by: "visitor",
    show: async (page) => {
      await visit(page, "/unsubscribe#a-token");
      await page.getByRole("button", { name: "Stop these e-mails" }).waitFor();
    },
  },
  {
    name: "empty",
    by: "newcomer",
    show: async (page) => {
      await visit(page, "/");
      await page.getByText("No conversations yet.").waitFor();
    },
  },
  {
    name: "list",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("link", { name: /Engine room/ }).waitFor();
    },
  },
  { name: "conversation", by: "ada", show: openGroup },
  {
    name: "direct",
    by: "ada",
    show: async (page, { direct }) => {
      await visit(page, `/c/${direct.id}`);
      await page.getByText("Lunch at noon?").last().waitFor();
    },
  },
  {
    name: "message-toolbar",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await pointAt(page, "a moth!");
    },
  },
  {
    name: "message-menu",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      const toolbar = await pointAt(page, "undecidable");
      await toolbar.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Edit" }).waitFor();
    },
  },
  {
    name: "delete-message",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      const toolbar = await pointAt(page, "undecidable");
      await toolbar.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Delete" }).click();
      await page.getByRole("dialog").getByText("Delete this message for everyone?").waitFor();
    },
  },
  {
    name: "emoji-picker",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "Insert emoji" }).click();
      await page.getByRole("textbox", { name: "Search emoji" }).fill("cat");
      await page.getByRole("button", { name: "cat face", exact: true }).waitFor();
    },
  },
  {
    name: "mention-suggestions",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("");
      await composer(page).pressSequentially("Hello @");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "reply",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("");
      const toolbar = await pointAt(page, "a moth!");
      await toolbar.getByRole("button", { name: "Reply", exact: true }).click();
      await page.getByText("Replying to Grace Hopper").waitFor();
    },
  },
  {
    name: "conversation-menu",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "Conversation menu" }).click();
      await page.getByRole("menuitem", { name: "Details" }).waitFor();
    },
  },
  {
    name: "thread",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: /^2 replies/ }).click();
      await page.getByRole("complementary").getByText("I have oil.").waitFor();
    },
  },
  {
    name: "threads",
    by: "ada",
    show: async (page) => {
      await visit(page, "/threads");
      await page.getByRole("main").getByText("2 replies").waitFor();
    },
  },
  {
    name: "details",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "Conversation menu" }).click();
      await page.getByRole("menuitem", { name: "Details" }).click();
      await page.getByRole("complementary").getByRole("button", { name: "4 people" }).waitFor();
    },
  },
  {
    name: "members",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: /^Members/ }).click();
      await page.getByRole("complementary").getByText("Alan Turing").waitFor();
    },
  },
  {
    name: "profile",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page
        .getByRole("article")
        .filter({ hasText: "a moth!" })
        .getByRole("button", { name: "Grace Hopper", exact: true })
        .click();
      await page.getByRole("complementary").getByRole("button", { name: "Send a message" }).waitFor();
    },
  },
  {
    name: "who-reacted",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      const toolbar = await pointAt(page, "a moth!");
      await toolbar.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Who reacted?" }).click();
      await page.getByRole("complementary").getByText("Alan Turing").first().waitFor();
    },
  },
  {
    name: "lightbox",
    by: "ada",
    show: async (page, { direct }) => {
      await visit(page, `/c/${direct.id}`);
      await page.getByRole("log").getByRole("button", { name: "menu.png" }).click();
      await page.getByRole("dialog").getByRole("img", { name: "menu.png" }).waitFor();
    },
  },
  {
    name: "attached-files",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      const buffer = drawLandscape(0, { width: 64, height: 40 });
      await page.locator("input[type=file]").setInputFiles([
        { name: "engine.png", mimeType: "image/png", buffer },
        { name: "The log of November, with all stops.txt", mimeType: "text/plain", buffer },
      ]);
      const attached = page.getByRole("list", { name: "Attached files" });
      await attached.getByText("The log of November").waitFor();
    },
  },
  {
    name: "leave-group",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("/leave");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Leave group" }).waitFor();
    },
  },
  {
    name: "account-menu",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).waitFor();
    },
  },
  {
    name: "status",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Set a status" }).click();
      await page.getByRole("button", { name: "In a meeting" }).click();
    },
  },
  {
    name: "user-group",
    by: "ada",
    show: async (page, { direct }) => {
      await visit(page, `/c/${direct.id}/3`);
      await page.getByRole("button", { name: /^@crew/ }).click();
      await page.getByRole("heading", { name: "Engine crew" }).waitFor();
    },
  },
  {
    name: "settings",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("button", { name: /^Account of/ }).click();
      await page.getByRole("menuitem", { name: "Settings" }).click();
      await page.getByRole("link", { name: "Devices" }).waitFor();
    },
  },
  ...[
    { name: "appearance", text: "Accent colour" },
    { name: "emoji", text: "Added by" },
    { name: "language", text: "Language" },
    { name: "notifications", text: "Keywords" },
    { name: "sign-in", text: "New password" },
    { name: "devices", text: "This device" },
    { name: "data", text: "Export my data" },
  ].map(({ name, text }) => ({
    name: `settings-${name}`,
    by: "ada" as const,
    show: async (page: Page) => {
      await visit(page, `/settings/${name}`);
      await page.getByRole("main").getByText(text).last().waitFor();
    },
  })),
  {
    name: "add-emoji",
    by: "ada",
    show: async (page) => {
      await visit(page, "/settings/emoji");
      await page.getByRole("button", { name: "Add emoji" }).click();
      await page.getByRole("dialog").getByLabel("Name").waitFor();
    },
  },
  {
    name: "new-conversation",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("button", { name: "New conversation" }).click();
      await page.getByRole("dialog").getByLabel("People").first().fill("g");
      await page.getByRole("option").first().waitFor();
    },
  },
  {
    name: "channels",
    by: "ada",
    show: async (page, { channel }) => {
      await visit(page, "/channels");
      await page.getByRole("searchbox", { name: "Search channels" }).fill(channel.name ?? "");
      await page.getByRole("button", { name: `Join ${channel.name}`, exact: true }).waitFor();
    },
  },
  {
    name: "people",
    by: "ada",
    show: async (page) => {
      await visit(page, "/people");
      await page.getByRole("searchbox", { name: "Search people" }).fill("grace hopper");
      await page.getByRole("main").getByRole("button", { name: "Grace Hopper" }).first().waitFor();
    },
  },
  {
    name: "section-menu",
    by: "ada",
    show: async (page, { ada }) => {
      await ada.call("updateMe", {
        body: { sections: [{ kind: "own", id: crypto.randomUUID(), name: "Mills" }] },
      });
      await visit(page, "/");
      await page.getByRole("button", { name: "Actions for Mills" }).click();
      await page.getByRole("menuitem", { name: "Rename section" }).waitFor();
    },
  },
  {
    name: "channel-preview",
    by: "ada",
    show: async (page, { channel }) => {
      await visit(page, `/channels/${channel.id}`);
      await page.getByText("of the panel is ready").waitFor();
    },
  },
  {
    name: "create-channel",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("button", { name: "Add a channel" }).click();
      await page.getByRole("menuitem", { name: "Create a channel" }).click();
      await page.getByRole("textbox", { name: "Topic" }).waitFor();
    },
  },
  {
    name: "archived",
    by: "ada",
    show: async (page, { ended }) => {
      await visit(page, `/c/${ended.id}`);
      await page.getByText("It runs!").last().waitFor();
      await page.getByRole("note").waitFor();
    },
  },
  {
    name: "link-preview",
    by: "ada",
    show: async (page, { group }) => {
      await visit(page, `/c/${group.id}/1`);
      await page.getByText("Difference engine No. 2").waitFor();
    },
  },
  {
    name: "pins",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      const { items } = await world.ada.history(world.group.id);
      const messageId = items.find(({ content }) => content.includes("Plan for today"))?.id;
      await world.ada.call("pinMessage", { params: { id: world.group.id, messageId } });
      await page.getByRole("button", { name: "Conversation menu" }).click();
      await page.getByRole("menuitem", { name: "Pinned messages" }).click();
      await page.getByRole("complementary").getByText("Pinned by Ada Lovelace").waitFor();
    },
  },
  {
    name: "saved",
    by: "ada",
    show: async (page, world) => {
      const { items } = await world.ada.history(world.group.id);
      for (const { id: messageId } of items.filter(({ content }) => /Plan for today|a moth!/.test(content)))
        await world.ada.call("saveMessage", { params: { id: world.group.id, messageId } });
      // A phone shows either the list or a conversation.
      await visit(page, "/");
      await page.getByRole("button", { name: "Saved", exact: true }).click();
      await page.getByRole("complementary").getByText("Plan for today").waitFor();
    },
  },
  {
    name: "edit-history",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "(edited)" }).click();
      await page.getByRole("complementary").getByText("Found a bug in the relay", { exact: true }).waitFor();
    },
  },
  {
    name: "create-poll",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "Create poll" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Question").fill("Where shall we have lunch?");
      await dialog.getByLabel("Option 1").fill("In the canteen");
      await dialog.getByLabel("Option 2").fill("At the lake, if the weather stays like this");
      await dialog.getByLabel("Close at a set time").check();
    },
  },
  {
    name: "poll",
    by: "ada",
    show: async (page, world) => {
      // A conversation that no other screen shows.
      const { id } = await world.ada.startGroup([], "Lunch");
      const params = { id };
      const poll = {
        question: "Where shall we have lunch?",
        options: ["In the canteen", "At the lake, if the weather stays like this", "خارج المكتب"],
        closesAt: "2090-01-01T12:00:00.000Z",
      };
      const body = { id: crypto.randomUUID(), content: "", poll };
      const { id: messageId } = await world.ada.call("sendMessage", { params, body });
      await world.ada.call("vote", { params: { ...params, messageId }, body: { choices: [1] } });
      await visit(page, `/c/${id}`);
      await page
        .getByRole("button", { name: /^At the lake.* 1$/ })
        .last()
        .waitFor();
      await page.getByRole("button", { name: "Show voters" }).last().click();
      await page.getByRole("complementary").getByText("Ada Lovelace").first().waitFor();
    },
  },
  {
    name: "forward",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      const toolbar = await pointAt(page, "a moth!");
      await toolbar.getByRole("button", { name: "More actions" }).click();
      await page.getByRole("menuitem", { name: "Forward" }).click();
      await page.getByRole("dialog").getByRole("combobox", { name: "Forward to" }).fill("grace");
      await page.getByRole("option", { name: "Grace Hopper" }).waitFor();
    },
  },
  {
    name: "forwarded",
    by: "ada",
    show: async (page, { direct }) => {
      await visit(page, `/c/${direct.id}`);
      await page.getByText("Forwarded from Alan Turing").first().waitFor();
    },
  },
  {
    name: "files",
    by: "ada",
    show: async (page, { direct }) => {
      await visit(page, `/c/${direct.id}`);
      await page.getByRole("button", { name: "Conversation menu" }).click();
      await page.getByRole("menuitem", { name: "Files and links" }).click();
      await page.getByRole("complementary").getByText("Prices of the engine").waitFor();
    },
  },
  {
    name: "home",
    by: "ada",
    show: async (page, { ada, group }) => {
      const params = { id: group.id };
      const { items } = await ada.history(group.id);
      const messageId = items.find(({ content }) => content.includes("a moth!"))?.id;
      const remindAt = new Date().toISOString();
      await ada.call("setReminder", { params: { ...params, messageId }, body: { remindAt } });
      await visit(page, "/");
      await page.getByRole("navigation").getByRole("link", { name: "Home" }).click();
      await page.getByText("Good morning! The engine starts at nine.").first().waitFor();
      await page.getByText("Due", { exact: true }).waitFor();
      await page.getByRole("status").getByRole("button", { name: "Close" }).click();
    },
  },
  {
    name: "new-reminder",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("navigation").getByRole("link", { name: "Home" }).click();
      await page.getByRole("button", { name: "New reminder" }).click();
      await page.getByRole("dialog").getByLabel("What to remind you of").waitFor();
    },
  },
  {
    name: "schedule",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("See you tomorrow");
      await page.getByRole("button", { name: "Send later" }).click();
      await page.getByRole("menuitem", { name: /^Choose a time/ }).waitFor();
    },
  },
  {
    name: "schedule-time",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("See you tomorrow");
      await page.getByRole("button", { name: "Send later" }).click();
      await page.getByRole("menuitem", { name: /^Choose a time/ }).click();
      await page.getByRole("dialog").getByLabel("Time").waitFor();
    },
  },
  {
    name: "search",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox", { name: "Search" }).fill("engine");
      await page.getByRole("option").locator("mark").first().waitFor();
    },
  },
  {
    name: "search-operators",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.keyboard.press("Control+k");
      await page
        .getByRole("combobox", { name: "Search" })
        .pressSequentially("has:link after:2020-01-01 engine");
      await page.getByRole("option").locator("mark").first().waitFor();
    },
  },
  {
    name: "search-results",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "Conversation menu" }).click();
      await page.getByRole("menuitem", { name: "Search in this conversation" }).click();
      const results = page.getByRole("complementary");
      await results.getByRole("combobox", { name: "Search messages" }).fill("engine");
      await results.getByRole("option").locator("mark").first().waitFor();
    },
  },
  {
    name: "commands",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("");
      await composer(page).pressSequentially("/");
      await page.getByRole("option", { name: "/remind" }).waitFor();
    },
  },
  {
    name: "command-help",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await composer(page).fill("/help");
      await page.getByRole("button", { name: "Send", exact: true }).click();
      await page.getByRole("dialog").getByText("Add people").waitFor();
    },
  },
  {
    name: "share",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.evaluate(async () => {
        const cache = await caches.open("chatflow.shared");
        await cache.put("/share/text", new Response(JSON.stringify(["https://example.com/engine"])));
      });
      await visit(page, "/share");
      await page
        .getByRole("main")
        .getByRole("button", { name: /Engine room/ })
        .waitFor();
    },
  },
  {
    name: "shortcuts",
    by: "ada",
    show: async (page) => {
      await visit(page, "/");
      await page.getByRole("link", { name: /Engine room/ }).waitFor();
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByText("Show keyboard shortcuts").waitFor();
    },
  },
  {
    name: "call-incoming",
    by: "ada",
    show: async (page, { ada, owner }) => {
      const { id } = await owner.startDirect(ada);
      const socket = await owner.connect();
      await visit(page, "/");
      await socket.request({ action: "call.join", conversationId: id, seat: crypto.randomUUID() });
      await page.getByRole("alertdialog", { name: "Olga Owner is calling" }).waitFor();
    },
  },
  {
    name: "not-found",
    by: "ada",
    show: async (page) => {
      await visit(page, "/c/00000000-0000-4000-8000-000000000000");
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "call",
    by: "ada",
    show: async (page, world) => {
      await openGroup(page, world);
      await page.getByRole("button", { name: "Start call" }).click();
      await page.getByRole("region", { name: "Call in Engine room" }).getByText("Ringing …").waitFor();
    },
  },
  {
    name: "german",
    by: "ada",
    show: async (page, world) => {
      await page.goto("/");
      await page.evaluate(() => localStorage.setItem("chatflow.language", "de"));
      await page.goto(`/c/${world.group.id}`);
      await page.getByRole("textbox", { name: /^Nachricht an/ }).waitFor();
      await page.getByText("A real one: a moth!").first().waitFor();
      await page.evaluate(() => localStorage.removeItem("chatflow.language"));
    },
  },
  {
    name: "arabic",
    by: "ada",
    show: async (page, world) => {
      await page.goto("/");
      await page.evaluate(() => localStorage.setItem("chatflow.language", "ar"));
      await page.goto(`/c/${world.group.id}`);
      await page.getByRole("textbox", { name: /^رسالة إلى/ }).waitFor();
      await page.getByText("A real one: a moth!").first().waitFor();
      await page.evaluate(() => localStorage.removeItem("chatflow.language"));
    },
  },
  {
    name: "administration-people",
    by: "owner",
    show: async (page, { ada }) => {
      await openAdministration(page, "People");
      // Where many tests share the stack, the people of this one are not on the first page.
      await page.getByRole("searchbox", { name: "Search people" }).fill(ada.username.slice(3) || "a");
      await page.getByRole("list", { name: "People" }).getByText(`@${ada.username}`).waitFor();
    },
  },
  {
    name: "administration-deactivate",
    by: "owner",
    show: async (page, { ada }) => {
      await openAdministration(page, "People");
      await page.getByRole("searchbox", { name: "Search people" }).fill(ada.username);
      await page.getByRole("button", { name: "Deactivate Ada Lovelace" }).first().click();
      await page.getByRole("dialog").getByText("signed out everywhere").waitFor();
    },
  },
  {
    name: "administration-user-groups",
    by: "owner",
    show: async (page) => {
      await openAdministration(page, "User groups");
      await page.getByText("Engine crew").first().waitFor();
    },
  },
  {
    name: "administration-invitations",
    by: "owner",
    show: async (page) => {
      await openAdministration(page, "Invitations");
      await page.getByRole("button", { name: "Create link" }).click();
      await page.getByRole("textbox", { name: "Invitation link" }).waitFor();
      await page.getByRole("list", { name: "Open invitations" }).waitFor();
    },
  },
  {
    name: "administration-workspace",
    by: "owner",
    show: async (page) => {
      await openAdministration(page, "Workspace");
      await page.getByRole("radio", { name: "People with an address of these domains" }).check();
      await page.getByRole("textbox", { name: "Domains" }).fill("example.com");
    },
  },
];
