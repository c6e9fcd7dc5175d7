import { expect, inject, test } from "vitest";
import { newPerson, uniqueName } from "../support/people.ts";
import { composer, message, openPage, sendMessage, signIn } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  bobHimself,
  chooseInConversationMenu,
  id,
  openBob,
  openGroup,
  takeErrors,
  withTwoPeople,
} from "./two-people.ts";
import { browser } from "./with-browser.ts";

const { url } = inject("stack");

withTwoPeople();

const newChannel = (name: string, topic?: string) =>
  adaHerself.call("createConversation", { body: { participantIds: [], kind: "channel", name, topic } });

test("A channel is created, found, read, joined and left with the keyboard alone", async () => {
  await openBob();
  const name = uniqueName("design");
  await ada.getByRole("button", { name: "Add a channel" }).press("Enter");
  await ada.getByRole("menuitem", { name: "Create a channel" }).press("Enter");
  const dialog = ada.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).waitFor();
  await ada.keyboard.type(`# ${name}`);
  await dialog.getByRole("textbox", { name: "Topic" }).fill("Type and colour");
  await ada.keyboard.press("Enter");
  await ada.getByRole("heading", { name, exact: true }).waitFor();
  await ada.getByText("1 person · Type and colour").waitFor();
  await sendMessage(ada, "The first draft");
  await message(ada, "The first draft").waitFor();

  // The search finds channels that the user has not joined.
  await bob.keyboard.press("Control+k");
  await bob.getByRole("combobox", { name: "Search" }).fill(name);
  await bob
    .getByRole("group", { name: "Channels to join" })
    .getByRole("option", { name: `${name} 1 person` })
    .waitFor();
  await bob.keyboard.press("Enter");
  await bob.getByRole("log").getByText("The first draft").waitFor();

  await bob.getByRole("button", { name: "Add a channel" }).press("Enter");
  await bob.getByRole("menuitem", { name: "Browse channels" }).press("Enter");
  await bob.getByRole("searchbox", { name: "Search channels" }).fill(name.toUpperCase());
  const item = bob.getByRole("main").getByRole("listitem").filter({ hasText: name });
  await item.getByText("1 person · Type and colour").waitFor();
  await item.getByRole("link", { name }).press("Enter");
  await bob.getByRole("log").getByText("The first draft").waitFor();
  await bob.getByRole("button", { name: `Join ${name}` }).press("Enter");
  await composer(bob).waitFor();
  await ada.getByText("2 people · Type and colour").waitFor();
  await sendMessage(bob, "Looks good");
  await message(ada, "Looks good").waitFor();

  await ada.getByText("Bob Noyce joined.").waitFor();

  await composer(bob).fill("half a thought");
  await bob.goBack();
  const search = bob.getByRole("searchbox", { name: "Search channels" });
  expect(await search.inputValue()).toBe(name.toUpperCase());
  await item.getByRole("button", { name: `Leave ${name}` }).press("Enter");
  await bob.getByText(`You are no longer in “${name}”.`).waitFor();
  await ada.getByText("1 person · Type and colour").waitFor();
  await bob.getByRole("button", { name: "Join again" }).press("Enter");
  await ada.getByText("2 people · Type and colour").waitFor();
  await item.getByRole("button", { name: `Leave ${name}` }).waitFor();
  await ada.getByRole("heading", { name, exact: true }).waitFor();
  const channelId = new URL(ada.url()).pathname.split("/").at(-1);
  await adaHerself.call("updateConversation", { params: { id: channelId }, body: { topic: "Paper" } });
  await item.getByText(/2 people .* Paper/).waitFor();
  // A channel that is not open is left from its menu in the list.
  await bob.getByRole("navigation").getByRole("link", { name }).click({ button: "right" });
  await bob.getByRole("menuitem", { name: "Leave channel" }).click();
  await bob.getByRole("dialog").getByRole("button", { name: "Leave channel" }).click();
  // The notice of an unsent text offers to join as well.
  await bob.getByText(`You are no longer in “${name}”. Your unsent text is kept.`).waitFor();
  await bob.getByRole("button", { name: "Join again" }).press("Enter");
  const log = ada.getByRole("log", { name: "Messages" });
  await log.getByText("Bob Noyce joined.").nth(2).waitFor();
  await ada.getByText("2 people · Paper").waitFor();
  // A user who is removed from the open channel can join it again.
  await bob.getByRole("navigation").getByRole("link", { name }).click();
  await composer(bob).waitFor();
  await adaHerself.call("removeParticipant", { params: { id: channelId, userId: bobHimself.id } });
  await bob.getByText(`You are no longer in “${name}”.`).waitFor();
  await bob.getByRole("button", { name: "Join again" }).press("Enter");
  await composer(bob).waitFor();
  await ada.getByText("2 people · Paper").waitFor();

  // A report follows the names of its people.
  const cyd = await newPerson(url, uniqueName("c"), "Cyd Charisse");
  await adaHerself.call("addParticipants", { params: { id: channelId }, body: { participantIds: [cyd.id] } });
  await log.getByText("Ada Lovelace added Cyd Charisse.").waitFor();
  await cyd.call("updateMe", { body: { fullName: "Cyd, the First" } });
  await log.getByText("Ada Lovelace added “Cyd, the First”.").waitFor();
  // Chromium logs the 404s that confirm the departures.
  for (const error of takeErrors("bob")) expect(error).toContain("404");
});

test("The composer suggests channels, and their names in a message are links", async () => {
  const name = uniqueName("design");
  await newChannel(name);
  const toJoin = `${name} system`;
  await bobHimself.call("createConversation", {
    body: { participantIds: [], kind: "channel", name: toJoin },
  });
  const suggestion = (of: string) => ada.getByRole("option", { name: `#${of}`, exact: true });
  await composer(ada).pressSequentially(`Ask #${name.slice(0, -1)}`);
  await suggestion(name).waitFor();
  await composer(ada).press("ArrowDown");
  await composer(ada).press("Enter");
  await composer(ada).pressSequentially(`or #${name}`);
  await suggestion(toJoin).waitFor();
  await composer(ada).press("ArrowDown");
  await composer(ada).press("ArrowDown");
  await composer(ada).press("Enter");
  expect(await composer(ada).inputValue()).toBe(`Ask #${name} or #${toJoin} `);
  // After a whole name, Enter sends.
  await composer(ada).pressSequentially(`via #${name}`);
  await suggestion(toJoin).waitFor();
  await composer(ada).press("Enter");

  const link = (to: string) => ada.getByRole("article").getByRole("link", { name: `#${to}`, exact: true });
  await link(toJoin).click();
  await ada.getByRole("button", { name: `Join ${toJoin}`, exact: true }).waitFor();
  await ada.goBack();
  await link(name).first().press("Enter");
  await ada.getByRole("heading", { name, exact: true }).waitFor();
});

test("The name of a channel that is newer than the page's channels becomes a link within a minute", async () => {
  await ada.clock.install();
  const fetched = ada.waitForResponse((response) => new URL(response.url()).pathname.endsWith("/channels"));
  await sendMessage(ada, "Is there a #channel for it?");
  await fetched;
  const name = uniqueName("new");
  await bobHimself.call("createConversation", { body: { participantIds: [], kind: "channel", name } });
  await bobHimself.send(id, `Yes: #${name}`);
  await ada.getByRole("article").filter({ hasText: name }).waitFor();
  await ada.clock.runFor(60_000);
  await ada
    .getByRole("article")
    .getByRole("link", { name: `#${name}`, exact: true })
    .waitFor();
});

test("The list shows channels and named groups before direct messages, each section with its button", async () => {
  await newChannel(uniqueName("ops"));
  await adaHerself.startDirect(bobHimself);
  const nav = ada.getByRole("navigation");
  const channels = nav.getByRole("region", { name: "Channels" });
  await expect.poll(() => channels.getByRole("listitem").count()).toBe(2);
  await channels.getByRole("link", { name: /Engine room Private/ }).waitFor();
  const direct = nav.getByRole("region", { name: "Direct messages" });
  await direct.getByRole("link", { name: /Bob Noyce/ }).waitFor();
  // A long title ends before the time, also with text of twice the size.
  const long = uniqueName("customer-feedback-and-feature-requests-from-the-field");
  const { id: longId } = await newChannel(long);
  await adaHerself.send(longId, "Long names exist, and so do long messages that need the whole line");
  const item = channels.getByRole("link", { name: long });
  await item.locator("time").waitFor();
  const overlap = () =>
    item.evaluate((link) => {
      const [title, time] = [link.querySelector("[dir=auto]"), link.querySelector("time")];
      if (!title || !time) throw new Error("The item has no title or no time");
      return title.getBoundingClientRect().right - time.getBoundingClientRect().left;
    });
  expect(await overlap()).toBeLessThanOrEqual(0);
  await ada.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
  expect(await overlap()).toBeLessThanOrEqual(0);
  await ada.evaluate(() => document.documentElement.style.removeProperty("font-size"));
  await direct.getByRole("button", { name: "New message" }).click();
  await ada.getByRole("dialog").getByLabel("People").first().waitFor();
});

test("An archived channel can only be read, and the undo restores it", async () => {
  await openBob();
  await openGroup(bob);
  await chooseInConversationMenu(ada, "Details");
  await ada.getByRole("button", { name: "Archive for everyone" }).click();
  await bob.getByText("This conversation is archived. It can only be read.").waitFor();
  expect(await composer(bob).count()).toBe(0);
  await bob.getByRole("button", { name: "Archived (1)" }).waitFor();
  await ada.getByRole("button", { name: "Undo" }).click();
  await composer(bob).waitFor();
  await ada.getByRole("switch", { name: "Only the owner and admins can post" }).click();
  await bob.getByText("Only the owner and admins can post here.").waitFor();
  await ada.keyboard.press("Escape");
  await composer(ada).waitFor();
});

test("A group becomes a channel after a warning about its new audience", async () => {
  await sendMessage(ada, "once private");
  await message(ada, "once private").waitFor();
  const name = uniqueName("open");
  await adaHerself.call("updateConversation", { params: { id }, body: { name } });
  await chooseInConversationMenu(ada, "Details");
  await ada.getByRole("button", { name: "Make this group a channel" }).click();
  await ada.getByText(/Everyone in the workspace will be able to find this group/).waitFor();
  await ada.getByRole("button", { name: "Make it a channel" }).click();
  await ada
    .getByRole("log")
    .getByText(/made this group a channel/)
    .waitFor();
  expect(await adaHerself.call("getChannel", { params: { id } })).toMatchObject({ name });
});

test("A link to a channel leads to its preview, on a phone as one column with a way back", async () => {
  const name = uniqueName("phone");
  const channel = await newChannel(name, "Small screens");
  await adaHerself.send(channel.id, "Hello from the channel");
  const added = await Promise.all(
    ["Cyd Charisse", "Dan Dailey"].map((person) => newPerson(url, uniqueName(), person)),
  );
  const participantIds = added.map((person) => person.id);
  await adaHerself.call("addParticipants", { params: { id: channel.id }, body: { participantIds } });
  const { page } = await openPage(browser, url, {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    colorScheme: "dark",
  });
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await signIn(page, bobHimself);
  await page.goto(`/c/${channel.id}`);
  await page.getByRole("log").getByText("Hello from the channel").waitFor();
  // The page's words, unlike those of the server.
  await page.getByRole("log").getByText("Ada Lovelace created this channel.").waitFor();
  await page.getByRole("log").getByText("Ada Lovelace added Cyd Charisse, Dan Dailey.").waitFor();
  expect(await page.getByRole("navigation", { name: "Conversations" }).isVisible()).toBe(false);
  await page.getByRole("link", { name: "Back to the list" }).tap();
  await page.getByRole("button", { name: "Add a channel" }).tap();
  await page.getByRole("menuitem", { name: "Browse channels" }).tap();
  await page.getByRole("searchbox", { name: "Search channels" }).fill(name);
  await page.getByRole("button", { name: `Join ${name}` }).tap();
  await page.getByRole("button", { name: `Leave ${name}` }).waitFor();
  await page.getByRole("link", { name, exact: true }).tap();
  await composer(page).waitFor();
  // The page does not fetch people whose names a report contains.
  const fetched = participantIds.filter((person) => requests.some((to) => to.endsWith(`/users/${person}`)));
  expect(fetched).toEqual([]);
});
