import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { ReminderPage } from "../../contract/reminders.ts";
import { composer, message, openPage, sendMessage, signIn } from "./browser.ts";
import { ada, adaHerself, bobHimself, choose, id, openGroup, panel, withTwoPeople } from "./two-people.ts";
import { uploadFile } from "./upload-file.ts";
import { browser } from "./with-browser.ts";

withTwoPeople();

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const openHome = (page: Page) => page.getByRole("navigation").getByRole("link", { name: "Home" }).click();
const section = (page: Page, name: string) =>
  page.getByRole("main").getByRole("region", { name, exact: true });

/** The other device of Ada. */
async function openPhone(): Promise<Page> {
  const options = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  const { page } = await openPage(browser, inject("stack").url, options);
  await signIn(page, adaHerself);
  return page;
}

describe("A scheduled message on the page", () => {
  test("is written in the composer, waits on the home page, is changed there, and is sent", async () => {
    await composer(ada).fill("Good morning **all**");
    await ada.getByRole("button", { name: "Send later" }).click();
    await ada
      .getByRole("menuitem", { name: /^(Tomorrow|Monday) at/ })
      .first()
      .click();
    await expect.poll(() => composer(ada).inputValue()).toBe("");
    await ada
      .getByRole("status")
      .getByText(/^Scheduled: /)
      .waitFor();
    await ada.getByRole("status").getByRole("button", { name: "Show all" }).click();
    const scheduled = section(ada, "Scheduled messages");
    await scheduled.getByRole("button", { name: /Engine room.*Good morning all/ }).waitFor();
    // By keyboard: the dialog has the focus in the field of the time, and Enter saves.
    await scheduled.getByRole("button", { name: "Edit" }).focus();
    await ada.keyboard.press("Enter");
    const dialog = ada.getByRole("dialog");
    // The dialog follows a change on another device.
    const [first] = (await adaHerself.call("listScheduledMessages", {})).items;
    await adaHerself.call("changeScheduledMessage", {
      params: { messageId: first?.id },
      body: { content: "Good day", sendAt: first?.sendAt },
    });
    await expect.poll(() => dialog.getByLabel("Text").inputValue()).toBe("Good day");
    await dialog.getByLabel("Time").fill("2020-01-01T09:00");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Choose a time in the future.").waitFor();
    await dialog.getByLabel("Time").fill(`${new Date().getFullYear() + 1}-01-01T09:00`);
    await dialog.getByLabel("Text").fill("Good evening");
    // A click beside the dialog keeps the typed text.
    await ada.mouse.click(5, 5);
    await dialog.getByLabel("Time").press("Enter");
    await scheduled.getByText("Good evening").waitFor();
    await scheduled.getByRole("button", { name: "Send now" }).click();
    await scheduled.waitFor({ state: "detached" });
    await openGroup(ada);
    await message(ada, "Good evening").waitFor();
    expect((await bobHimself.history(id)).items).toMatchObject([{ content: "Good evening" }]);
  });

  test("shows why it could not be sent, and can be deleted", async () => {
    const body = { id: crypto.randomUUID(), content: "too late", sendAt: inSeconds(3_600) };
    await adaHerself.call("updateConversation", { params: { id }, body: { postingRule: "admins" } });
    await bobHimself.refused("scheduleMessage", { params: { id }, body });
    await adaHerself.call("scheduleMessage", { params: { id }, body });
    await adaHerself.call("updateConversation", { params: { id }, body: { isArchived: true } });
    const params = { messageId: body.id };
    await adaHerself.call("changeScheduledMessage", { params, body: { sendAt: inSeconds(1) } });
    await openHome(ada);
    const scheduled = section(ada, "Scheduled messages");
    await scheduled.getByText(/^Not sent\. .*archived/).waitFor();
    await scheduled.getByRole("button", { name: "Delete" }).click();
    await ada.getByText("Nothing is waiting for you.").waitFor();
    // Its time has passed, so it cannot be scheduled again.
    await ada.getByRole("status").getByRole("button", { name: "Undo" }).click();
    await section(ada, "Drafts").getByText("too late").waitFor();
  });

  test("comes back with its text, reply target, files and time after its deletion is undone", async () => {
    const { body: asked } = await bobHimself.send(id, "Where is the report?");
    const report = await uploadFile(
      { url: inject("stack").url, person: adaHerself, id },
      { fileName: "report.txt", contentType: "text/plain" },
      Buffer.from("The report"),
    );
    const body = {
      id: crypto.randomUUID(),
      content: "Here it is",
      replyTo: asked.id,
      attachmentIds: [report],
      sendAt: inSeconds(3_600),
    };
    const { id: _, ...before } = await adaHerself.call("scheduleMessage", { params: { id }, body });
    await openHome(ada);
    const scheduled = section(ada, "Scheduled messages");
    await scheduled.getByRole("button", { name: "Delete" }).click();
    await scheduled.waitFor({ state: "detached" });
    await ada.getByRole("status").getByRole("button", { name: "Undo" }).click();
    await scheduled.getByText("Here it is").waitFor();
    expect((await adaHerself.call("listScheduledMessages", {})).items).toMatchObject([before]);
  });
});

describe("A draft on the page", () => {
  test("is saved when its author signs out right after writing it", async () => {
    await composer(ada).fill("half a thought");
    await ada.getByRole("button", { name: /^Account of/ }).click();
    await ada.getByRole("menuitem", { name: "Sign out" }).click();
    await ada.getByRole("button", { name: "Sign in" }).waitFor();
    expect((await adaHerself.call("listDrafts")).items).toMatchObject([{ content: "half a thought" }]);
  });

  test("appears on the user's phone, and vanishes there once it is sent", async () => {
    await composer(ada).fill("half a sen");
    const phone = await openPhone();
    await openHome(phone);
    await section(phone, "Drafts")
      .getByRole("button", { name: /Engine room.*half a sen/ })
      .click();
    await expect.poll(() => composer(phone).inputValue()).toBe("half a sen");
    await composer(phone).fill("half a sentence");
    await expect.poll(() => composer(ada).inputValue()).toBe("half a sentence");
    await composer(ada).press("Enter");
    await message(ada, "half a sentence").waitFor();
    await expect.poll(() => composer(phone).inputValue()).toBe("");
    // "Back" leads to the home page, and from there to the list.
    await phone.getByRole("link", { name: "Back to the list" }).first().click();
    await openHome(phone);
    await phone.getByText("Nothing is waiting for you.").waitFor();
    await phone.getByRole("link", { name: "Back to the list" }).click();
    await phone.getByRole("link", { name: /Engine room/ }).waitFor();
  });

  test("of a thread opens the thread from the home page, and is deleted there", async () => {
    await sendMessage(ada, "Where do we meet?");
    await message(ada, "Where do we meet?").waitFor();
    await choose(ada, "Where do we meet?", "Reply in thread");
    const field = panel(ada).getByRole("textbox", { name: "Reply in the thread" });
    await field.fill("At the la");
    await openHome(ada);
    const drafts = section(ada, "Drafts");
    await drafts.getByRole("button", { name: /At the la/ }).click();
    await expect.poll(() => field.inputValue()).toBe("At the la");
    await openHome(ada);
    await drafts.getByRole("button", { name: "Delete the draft" }).click();
    await drafts.waitFor({ state: "detached" });
    await ada.getByRole("status").getByRole("button", { name: "Undo" }).click();
    await drafts.getByText("At the la").waitFor();
    await drafts.getByRole("button", { name: "Delete the draft" }).click();
    await drafts.waitFor({ state: "detached" });
    await expect.poll(async () => (await adaHerself.call("listDrafts")).items).toEqual([]);
  });
});

describe("A reminder on the page", () => {
  test("is set from a message's menu, is shown at its time, leads to the message, and ends on the home page", async () => {
    const sent = await bobHimself.send(id, "Call the printer");
    await message(ada, "Call the printer").waitFor();
    await choose(ada, "Call the printer", "More actions", "Remind me");
    await ada.getByRole("menuitem", { name: "In 20 minutes" }).click();
    await ada
      .getByRole("status")
      .getByText(/^Reminder: /)
      .waitFor();
    await openHome(ada);
    const reminders = section(ada, "Reminders");
    await reminders.getByText("Call the printer").waitFor();
    // The server notes after the event that it has reminded the user, so the list may have loaded before.
    await ada.route("**/api/reminders*", async (route) => {
      const response = await route.fetch();
      const page = ReminderPage.parse(await response.json());
      const items = page.items.map(({ notifiedAt: _, ...reminder }) => reminder);
      await route.fulfill({ response, json: { ...page, items } });
    });
    const params = { id, messageId: sent.body.id };
    await adaHerself.call("setReminder", { params, body: { remindAt: inSeconds(1) } });
    await ada.getByRole("status").getByText("Reminder: Call the printer").waitFor();
    await reminders.getByText("Due", { exact: true }).waitFor();
    await bobHimself.call("editMessage", { params, body: { content: "Call the plumber" } });
    await ada.getByRole("status").getByText("Reminder: Call the plumber").waitFor();
    await ada.getByRole("status").getByRole("button", { name: "Go to message" }).click();
    await message(ada, "Call the plumber").waitFor();
    await openHome(ada);
    await reminders.getByRole("button", { name: "Done" }).click();
    await reminders.waitFor({ state: "detached" });
  });
});

test("A reminder of a text is set on the home page, is shown at its time, and ends with a click", async () => {
  await openHome(ada);
  await ada.getByRole("button", { name: "Add a reminder" }).click();
  const dialog = ada.getByRole("dialog", { name: "New reminder" });
  await dialog.getByLabel("What to remind you of").fill("Call Bob");
  await dialog.getByLabel("Time").press("Enter");
  await ada
    .getByRole("status")
    .getByText(/^Reminder: .* – Call Bob$/)
    .waitFor();
  const reminders = section(ada, "Reminders");
  await reminders.getByText("Call Bob").waitFor();
  const [reminder] = (await adaHerself.call("listTextReminders")).items;
  const params = { reminderId: reminder?.id };
  const body = { text: "Call Bob back", remindAt: inSeconds(1) };
  await adaHerself.call("setTextReminder", { params, body });
  await ada.getByRole("status").getByText("Reminder: Call Bob back").waitFor();
  await reminders.getByText("Due", { exact: true }).waitFor();
  // Another device completes the reminder while its text is being written.
  await reminders.getByText("Call Bob back").click();
  const change = ada.getByRole("dialog", { name: "Change the reminder" });
  await change.getByLabel("What to remind you of").fill("Call Bob at home");
  await adaHerself.call("removeTextReminder", { params });
  await reminders.waitFor({ state: "detached" });
  await change.getByLabel("Time").press("Enter");
  await change.waitFor({ state: "detached" });
  await reminders.getByText("Call Bob at home").waitFor();
  await reminders.getByRole("button", { name: "Done" }).click();
  await reminders.waitFor({ state: "detached" });
});

test("The home page shows unread threads and mentions, the last saved messages, and leads to all of them", async () => {
  const { body: root } = await adaHerself.send(id, "Where do we meet?");
  for (const content of ["one", "two", "three", "four"]) {
    const { body: sent } = await bobHimself.send(id, `Idea ${content}`);
    await adaHerself.call("saveMessage", { params: { id, messageId: sent.id } });
  }
  const body = { id: crypto.randomUUID(), content: "At the lake", threadId: root.id };
  await openHome(ada);
  await bobHimself.call("sendMessage", { params: { id }, body });
  await bobHimself.send(id, `@${adaHerself.username} are you there?`);
  await section(ada, "Threads with new replies").getByText("Where do we meet?").waitFor();
  await section(ada, "Mentions").getByText("1 mention").waitFor();
  await ada.getByRole("navigation").getByRole("link", { name: /^Home/ }).getByLabel("1 mention").waitFor();
  const saved = section(ada, "Saved messages");
  const ideas = ["four", "three", "two"].map((name) => expect.stringContaining(`Idea ${name}`));
  await expect.poll(() => saved.getByRole("listitem").allInnerTexts()).toEqual(ideas);
  await saved.getByRole("button", { name: "Remove from saved messages" }).first().press("Enter");
  await expect.poll(() => saved.getByRole("listitem").first().innerText()).toContain("Idea three");
  await saved.getByRole("button", { name: "Show all" }).waitFor({ state: "detached" });
  await ada.getByRole("button", { name: "Saved messages", exact: true }).click();
  await panel(ada).getByText("Idea one").waitFor();
  await section(ada, "Mentions")
    .getByRole("button", { name: /Engine room/ })
    .click();
  await message(ada, "Where do we meet?").waitFor();
});

test("Lists of messages and of people follow changes of what the page has not opened", async () => {
  const direct = await bobHimself.startDirect(adaHerself);
  const { body: secret } = await bobHimself.send(direct.id, "The code is 1234");
  const params = { id: direct.id, messageId: secret.id };
  await adaHerself.call("saveMessage", { params });
  await openHome(ada);
  await ada.getByRole("main").getByRole("button", { name: "Saved messages", exact: true }).click();
  await panel(ada).getByText("The code is 1234").waitFor();
  await bobHimself.call("editMessage", { params, body: { content: "Ask me for the code" } });
  await panel(ada).getByText("Ask me for the code").waitFor();
  await bobHimself.call("deleteMessage", { params });
  await panel(ada).getByText("This message was deleted").waitFor();

  await ada.getByRole("link", { name: /Engine room/ }).click();
  const suggestion = ada.getByRole("option", { name: new RegExp(bobHimself.username) });
  await composer(ada).pressSequentially("@bob");
  await suggestion.getByText("Bob Noyce").waitFor();
  await bobHimself.call("updateMe", { body: { fullName: "Robert Noyce" } });
  await suggestion.getByText("Robert Noyce").waitFor();
  await composer(ada).fill("");
  await ada.getByRole("button", { name: "New conversation" }).click();
  const form = ada.getByRole("dialog", { name: "New conversation" });
  await form.getByLabel("People").first().fill(bobHimself.username);
  await ada.getByRole("option", { name: /Robert Noyce/ }).click();
  await form.getByText("Robert Noyce").waitFor();
  await bobHimself.call("updateMe", { body: { fullName: "Bobby Noyce" } });
  await form.getByText("Bobby Noyce").waitFor();
});
