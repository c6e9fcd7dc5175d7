import type { Page } from "playwright-core";
import { describe, expect, inject, test } from "vitest";
import { composer, openPage, signIn } from "./browser.ts";
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

const option = (page: Page, name: RegExp) =>
  page.getByRole("group", { name: "Poll" }).getByRole("button", { name });

describe("A poll on the page", () => {
  test("is created, answered, changed, and closed, and everyone sees the votes at once", async () => {
    await composer(ada).fill("still writing");
    await ada.getByRole("button", { name: "Create poll" }).click();
    const dialog = ada.getByRole("dialog");
    await dialog.getByRole("button", { name: "Post poll" }).click();
    await dialog.getByText("Write a question.").waitFor();
    await dialog.getByText("Write at least two options.").waitFor();
    // By keyboard: Tab leads to the options, and Enter in the last one adds another.
    await dialog.getByLabel("Question").fill("Lunch?");
    await ada.keyboard.press("Tab");
    await ada.keyboard.type("Soup");
    await ada.keyboard.press("Tab");
    await ada.keyboard.type("Pizza");
    await ada.keyboard.press("Enter");
    await ada.keyboard.type("Salad");
    await dialog.getByRole("button", { name: "Post poll" }).click();
    await option(ada, /^Soup 0/).waitFor();
    expect(await composer(ada).inputValue()).toBe("still writing");

    await openBob();
    await openGroup(bob);
    await option(bob, /^Pizza/).click();
    await option(ada, /^Pizza 1$/).waitFor();
    await option(bob, /^Salad/).click();
    await option(ada, /^Salad 1$/).waitFor();
    expect(await option(bob, /^Salad/).getAttribute("aria-pressed")).toBe("true");
    expect(await option(bob, /^Pizza 0$/).getAttribute("aria-pressed")).toBe("false");
    // A reload shows the user's own choice.
    await bob.reload();
    await expect.poll(() => option(bob, /^Salad/).getAttribute("aria-pressed")).toBe("true");

    await choose(ada, "Lunch?", "More actions");
    await ada.getByRole("menuitem", { name: "Copy text" }).waitFor();
    expect(await ada.getByRole("menuitem", { name: "Edit" }).count()).toBe(0);
    await ada.keyboard.press("Escape");
    await ada.getByRole("menuitem", { name: "Copy text" }).waitFor({ state: "detached" });
    await ada.getByRole("button", { name: "Show voters" }).click();
    await panel(ada).getByText("Bob Noyce").waitFor();
    await bobHimself.call("updateMe", { body: { fullName: "Robert Noyce" } });
    await panel(ada).getByText("Robert Noyce").waitFor();
    await ada.getByRole("button", { name: "Close poll" }).click();
    await ada.getByRole("dialog").getByRole("button", { name: "Close poll" }).click();
    await ada.getByText(/Closed/).waitFor();
    await expect.poll(() => option(bob, /^Salad/).isDisabled()).toBe(true);
  });

  test("stays as a draft of its conversation or thread if that is archived while it is written", async () => {
    const archive = (isArchived: boolean) =>
      adaHerself.call("updateConversation", { params: { id }, body: { isArchived } });
    const replyField = panel(ada).getByRole("textbox", { name: "Reply in the thread" });
    await bobHimself.send(id, "What do we eat?");
    await choose(ada, "What do we eat?", "Reply in thread");
    for (const [place, field] of [
      [ada.getByRole("main"), composer(ada)],
      [panel(ada), replyField],
    ] as const) {
      await field.fill("Before the poll");
      await place.getByRole("button", { name: "Create poll" }).click();
      await ada.getByRole("dialog").getByLabel("Question").fill("Lunch?");
      await ada.getByRole("dialog").getByRole("textbox", { name: "Option 1" }).fill("Soup");
      await archive(true);
      await field.waitFor({ state: "detached" });
      await archive(false);
      await expect.poll(() => field.inputValue()).toBe("Before the poll\nLunch?\nSoup");
      await field.fill("");
    }
  });

  test("allows several choices, hides the voters of an anonymous one, and works on a phone", async () => {
    const poll = {
      question: "Which days?",
      options: ["Monday", "Friday"],
      isMultiple: true,
      isAnonymous: true,
    };
    const body = { id: crypto.randomUUID(), content: "", poll };
    const { id: messageId } = await adaHerself.call("sendMessage", { params: { id }, body });
    const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
    const { page } = await openPage(browser, inject("stack").url, phone);
    await signIn(page, bobHimself);
    await page.getByRole("link", { name: /Engine room/ }).tap();
    await composer(page).waitFor();
    await option(page, /^Monday/).tap();
    await option(page, /^Monday 1$/).waitFor();
    await option(page, /^Friday/).tap();
    await option(page, /^Friday 1$/).waitFor();
    await page.getByText("1 vote · Several choices · Anonymous").waitFor();
    expect(await page.getByRole("button", { name: /Show voters|Close poll/ }).count()).toBe(0);
    // By keyboard, on the desktop: the options are buttons.
    await option(ada, /^Friday/).focus();
    await ada.keyboard.press("Space");
    await option(page, /^Friday 2$/).waitFor();
    await option(ada, /^Friday/).press("Enter");
    await option(page, /^Friday 1$/).waitFor();
    const params = { id, messageId, option: "0" };
    expect((await adaHerself.refused("listVoters", { params })).body.code).toBe("voters-secret");
  });
});
