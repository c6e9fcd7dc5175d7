import pg from "pg";
import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { databaseOf } from "../support/accounts.ts";
import { newPersonWithRole, uniqueName } from "../support/people.ts";
import { required } from "../support/required.ts";
import { violationsInBothSchemes } from "./axe.ts";
import { composer, message, openPage, signIn } from "./browser.ts";
import {
  ada,
  adaHerself,
  bob,
  bobHimself,
  id,
  openBob,
  openGroup,
  openSettings,
  panel,
  withTwoPeople,
} from "./two-people.ts";
import { browser } from "./with-browser.ts";

const { url } = inject("stack");

withTwoPeople();

/** Makes the group count as many people, without their accounts. */
async function makeLarge(participantCount: number): Promise<void> {
  const client = new pg.Client({ connectionString: required(databaseOf(url), "database") });
  await client.connect();
  await client.query("UPDATE conversations SET participant_count = $1 WHERE id = $2", [participantCount, id]);
  await client.end();
}

describe("@channel on the page", () => {
  test("is suggested, marks the conversation of everyone else as mentioning them, and is highlighted", async () => {
    await openBob();
    // Enter inserts it after the whole word only, because it concerns everyone.
    await composer(ada).pressSequentially("Back @ch");
    const suggestion = ada.getByRole("option", { name: /@channel/ });
    await suggestion.waitFor();
    await composer(ada).press("Enter");
    await message(ada, "Back @ch").waitFor();
    await composer(ada).pressSequentially("Lunch, @channel");
    await suggestion.waitFor();
    await composer(ada).press("Enter");
    expect(await composer(ada).inputValue()).toBe("Lunch, @channel ");
    await composer(ada).press("Enter");
    await bob
      .getByRole("link", { name: /Engine room/ })
      .getByLabel("1 mention")
      .waitFor();
    await openGroup(bob);
    await message(bob, "Lunch, @channel").locator('[data-mine="true"]').waitFor();
  });

  test("asks before it notifies many people, and explains a rule by which it would notify nobody", async () => {
    await makeLarge(150);
    await openBob();
    await openGroup(bob);
    await composer(bob).fill("Lunch, @channel!");
    await composer(bob).press("Enter");
    const dialog = bob.getByRole("dialog");
    await dialog.getByText("only the owner and admins can mention everyone").waitFor();
    await dialog.getByRole("button", { name: "Send without notifying" }).press("Enter");
    await message(bob, "Lunch, @channel!").waitFor();
    await ada.reload();
    // The page first shows the group in its earlier state.
    await ada.getByText("150 people").waitFor();
    await composer(ada).fill("Dinner, @channel!");
    await composer(ada).press("Enter");
    await ada.getByText("All 150 people in this conversation will be notified.").waitFor();
    expect(await violationsInBothSchemes(ada)).toEqual([]);
    await ada.keyboard.press("Escape");
    await ada.getByRole("dialog").waitFor({ state: "detached" });
    expect(await composer(ada).inputValue()).toBe("Dinner, @channel!");
    await composer(ada).press("Enter");
    await ada.getByRole("button", { name: "Send and notify" }).click();
    await message(bob, "Dinner, @channel!").locator('[data-mine="true"]').waitFor();
    expect(await message(bob, "Lunch, @channel!").locator('[data-mine="true"]').count()).toBe(0);
    // The page asks before it schedules such a message as well.
    await composer(ada).fill("Breakfast, @channel!");
    await ada.getByRole("button", { name: "Send later" }).click();
    await ada.getByRole("menuitem", { name: /^Monday at/ }).click();
    await ada.getByRole("button", { name: "Send and notify" }).click();
    await ada.getByText(/^Scheduled: /).waitFor();
  });
});

/** Opens an item of the account menu at the sidebar's foot. */
async function chooseInAccountMenu(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name, exact: true }).click();
}

test("A status is set with a preset, shown beside the name to others at once, and cleared", async () => {
  const { id: direct } = await adaHerself.startDirect(bobHimself);
  await bobHimself.send(direct, "Hello");
  await openBob();
  await bob.getByRole("link", { name: /Ada Lovelace/ }).click();
  await chooseInAccountMenu(ada, "Set a status");
  await ada.getByRole("button", { name: "On holiday" }).click();
  await ada.getByRole("textbox", { name: "Your status" }).press("Enter");
  await ada
    .getByRole("button", { name: /^Account of/ })
    .getByText("🌴")
    .waitFor();
  await bob
    .getByRole("link", { name: /Ada Lovelace/ })
    .getByRole("img", { name: "On holiday" })
    .waitFor();
  await bob.getByRole("heading", { level: 1 }).getByRole("img", { name: "On holiday" }).waitFor();
  await bob.getByText("· On holiday").waitFor();
  await chooseInAccountMenu(ada, "On holiday");
  const dialog = ada.getByRole("dialog");
  await dialog.getByRole("button", { name: "Clear" }).click();
  await dialog.getByRole("button", { name: "Save" }).click();
  await bob.getByRole("img", { name: "On holiday" }).first().waitFor({ state: "detached" });
});

test("Paused notifications show a moon to others until they resume, and quiet hours and keywords are kept", async () => {
  const { id: direct } = await adaHerself.startDirect(bobHimself);
  await bobHimself.send(direct, "Hello");
  await openBob();
  const moon = bob
    .getByRole("link", { name: /Ada Lovelace/ })
    .getByRole("img", { name: "Notifications paused" });
  await chooseInAccountMenu(ada, "For 1 hour");
  await moon.waitFor();
  await chooseInAccountMenu(ada, "Resume notifications");
  await moon.waitFor({ state: "detached" });

  const settings = await openSettings(ada, "Notifications");
  await settings.getByRole("switch", { name: "Quiet hours" }).click();
  await settings.getByLabel("From").fill("00:00");
  await settings.getByLabel("To", { exact: true }).fill("23:59");
  await settings.getByRole("button", { name: "Save" }).click();
  await ada.getByText("Saved.").waitFor();
  const keywords = settings.getByPlaceholder("Add a word and press Enter");
  await keywords.fill("rhubarb");
  await keywords.press("Enter");
  await expect.poll(async () => (await adaHerself.call("getMe")).keywords).toEqual(["rhubarb"]);
  expect((await adaHerself.call("getMe")).quietHours).toMatchObject({ from: "00:00", to: "23:59" });
});

test("A user group is created on the admin page, suggested in the composer, and its mention lists the current members", async () => {
  const admin = await newPersonWithRole(url, "admin");
  const { page, errors } = await openPage(browser, url);
  await signIn(page, admin);
  await page.goto("/admin");
  await page.getByRole("tab", { name: "User groups" }).click();
  const handle = uniqueName("design");
  await page.getByRole("textbox", { name: "Name of the group" }).fill("Design team");
  await page.getByRole("textbox", { name: "Handle" }).fill(handle);
  await page.getByRole("combobox", { name: "People" }).fill(bobHimself.username);
  await page.getByRole("option", { name: "Bob Noyce" }).click();
  await page.getByRole("button", { name: "Create user group" }).click();
  await page.getByText(`@${handle} · 1 member`).waitFor();
  expect(errors).toEqual([]);

  await openBob();
  await composer(ada).pressSequentially(`Look, @${handle.slice(0, 10)}`);
  await ada.getByRole("option", { name: new RegExp(handle) }).waitFor();
  await composer(ada).press("Tab");
  await composer(ada).press("Enter");
  await bob
    .getByRole("link", { name: /Engine room/ })
    .getByLabel("1 mention")
    .waitFor();
  await openGroup(bob);
  await bob.getByRole("button", { name: `@${handle}` }).click();
  await panel(bob).getByRole("heading", { name: "Design team" }).waitFor();
  const memberIds = [bobHimself.id, adaHerself.id];
  await admin.call("updateUserGroup", { params: { handle }, body: { memberIds } });
  await panel(bob).getByRole("button", { name: "Ada Lovelace" }).waitFor();
  await panel(bob).getByRole("button", { name: "Bob Noyce" }).click();
  await panel(bob)
    .getByRole("button", { name: `@${handle}` })
    .waitFor();
});
