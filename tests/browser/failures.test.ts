import { describe, expect, inject, test } from "vitest";
import { newPerson, uniqueName } from "../support/people.ts";
import { composer, joinAs, message, openPage, sendMessage, signIn } from "./browser.ts";
import { chooseInConversationMenu, openSettings, panel, showSettings } from "./two-people.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

/** A page that shows a group with one message. Her error log is not checked, because these tests cause errors. */
async function withGroup() {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("x"), "Ada Lovelace"),
    newPerson(url, uniqueName("x"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  const { page } = await openPage(browser, url);
  return { ada, bob, id, page };
}

describe("A part of the page's code that cannot be loaded", () => {
  test("leaves the page in English if it is the German texts", async () => {
    const { page } = await openPage(browser, url, { locale: "de-DE" });
    await page.route("**/assets/texts-de-page-*.js", (route) => route.abort());
    await page.goto("/sign-in");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await page.locator("html").getAttribute("lang")).toBe("en");
  });

  test("leaves code without colours if it is the syntax highlighter", async () => {
    const { ada, bob, id, page } = await withGroup();
    await page.route("**/assets/code-block-*.js", (route) => route.abort());
    await signIn(page, ada);
    await bob.send(id, "**strong**");
    await page.goto(`/c/${id}`);
    await page.locator("article strong", { hasText: "strong" }).waitFor();
    await sendMessage(page, "```js\nconst a = 1;\n```");
    await page.locator("article pre", { hasText: "const a = 1;" }).waitFor();
    await message(page, "strong").getByText("Bob Noyce").waitFor();
    expect(await page.getByText("This message cannot be displayed.").count()).toBe(0);
  });

  test("leaves the way out of a lost conversation if it is the texts of the views", async () => {
    const { ada, id, page } = await withGroup();
    await page.route("**/assets/texts-en-features-*.js", (route) => route.abort());
    await signIn(page, ada);
    await page.getByRole("navigation").getByRole("link", { name: "Home", exact: true }).click();
    await page.getByRole("main").getByRole("alert").waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Engine room" }).click();
    await composer(page).waitFor();
    await ada.call("removeParticipant", { params: { id, userId: ada.id } });
    await page.getByRole("status").getByText("You are no longer in “Engine room”.").waitFor();
    await page.getByRole("main").getByRole("region", { name: "Engine room" }).waitFor({ state: "detached" });
    expect(new URL(page.url()).pathname).toBe("/");
  });
});

describe("An error in a message", () => {
  test("leaves its text as it was typed, and the user can report the error", async () => {
    const { ada, bob, id, page } = await withGroup();
    await signIn(page, ada);
    await page.goto(`/c/${id}`);
    await composer(page).waitFor();
    await page.evaluate(`
      Array.prototype.toReversed = () => { throw new TypeError("planted"); };
    `);
    const reported = page.waitForRequest((request) => request.postData()?.includes("by the user") === true);
    await bob.send(id, "**Look**\n```\na\n```");
    await page.locator("article", { hasText: "**Look**" }).waitFor();
    const row = page.getByRole("log");
    await row.getByRole("button", { name: "Report error" }).click();
    await row.getByRole("button", { name: "Reported" }).waitFor();
    const { component, message: text } = JSON.parse((await reported).postData() ?? "");
    expect([component, text]).toEqual(["message text (by the user)", "planted"]);
  });

  test("cannot come from marks that are repeated thousands of times, and the page survives a reload", async () => {
    const { ada, bob, id, page } = await withGroup();
    await signIn(page, ada);
    await page.goto(`/c/${id}`);
    await composer(page).waitFor();
    const bombs = [">".repeat(1_200), "1. ".repeat(1_000), "_a ".repeat(1_000)];
    await bob.send(id, `${bombs.join("x\n")}the end`);
    const row = page.locator("article", { hasText: "the end" });
    await row.waitFor();
    await page.reload();
    await row.waitFor();
    expect(await page.getByText("cannot be displayed").count()).toBe(0);
  });
});

test("An error in a panel or a dialog closes it and leaves the conversation usable, and the user can report the error", async () => {
  const { ada, id, page } = await withGroup();
  await signIn(page, ada);
  await page.goto(`/c/${id}`);
  await composer(page).waitFor();
  await page.evaluate(`
    window.flatMap = Array.prototype.flatMap;
    // The panel with pins joins the pages of its list, and the search joins its sections.
    Array.prototype.flatMap = function (...rest) {
      if (this[0]?.items) throw new TypeError("planted");
      return window.flatMap.apply(this, rest);
    };
  `);
  const notice = page.getByRole("status").filter({ hasText: "could not be opened" });
  await chooseInConversationMenu(page, "Pinned messages");
  const reported = page.waitForRequest((request) => request.postData()?.includes("by the user") === true);
  await notice.getByRole("button", { name: "Report error" }).click();
  expect(JSON.parse((await reported).postData() ?? "")).toMatchObject({ message: "planted" });
  await panel(page).waitFor({ state: "detached" });

  await page.keyboard.press("Control+k");
  await notice.waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await sendMessage(page, "Still here");
  await message(page, "Still here").waitFor();
});

describe("An error in the conversation list", () => {
  test("leaves the open conversation usable, and offers to try again", async () => {
    const { ada, bob, id, page } = await withGroup();
    await ada.startGroup([bob], "Boiler room");
    await signIn(page, ada);
    await page.goto(`/c/${id}`);
    await composer(page).waitFor();
    await page.getByRole("link", { name: /Boiler room/ }).waitFor();
    await page.evaluate(`
      window.sort = Array.prototype.sort;
      // The list sorts conversations.
      Array.prototype.sort = function (compare) {
        if (this[0]?.lastSeq !== undefined) throw new TypeError("planted");
        return window.sort.call(this, compare);
      };
    `);
    await bob.send(id, "Are you there?");
    await page.getByText("Something went wrong").waitFor();
    await message(page, "Are you there?").waitFor();
    await page.evaluate("Array.prototype.sort = window.sort");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("link", { name: /Engine room/ }).waitFor();
  });

  test("takes no more than the row that it concerns", async () => {
    const { ada, bob, id, page } = await withGroup();
    await ada.startGroup([bob], "Boiler room");
    await signIn(page, ada);
    await page.getByRole("link", { name: /Engine room/ }).waitFor();
    await page.evaluate(`
      Object.defineProperty(Intl.DateTimeFormat.prototype, "format", {
        get() { throw new RangeError("planted"); },
      });
    `);
    await bob.send(id, "Are you there?");
    await page.getByText("This conversation cannot be displayed.").waitFor();
    await page.getByRole("link", { name: /Boiler room/ }).waitFor();
  });
});

describe("An answer that the page does not understand", () => {
  test("shows on the sign-in form and on other forms, and never makes the page wait forever", async () => {
    const { page } = await openPage(browser, url);
    await page.route("**/api/auth/login", (route) => route.fulfill({ json: {} }));
    await page.goto("/sign-in");
    await page.getByLabel("Username or e-mail").fill("ada");
    await page.getByRole("textbox", { name: "Password" }).fill("a password of hers");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("alert").getByText("That did not work.").waitFor();
    await page.route("**/api/auth/password-reset", (route) => route.fulfill({ status: 299, json: {} }));
    await page.goto("/forgot-password");
    await page.getByLabel("Username or e-mail").fill("ada");
    await page.getByRole("button", { name: "Send link" }).click();
    await page.getByRole("alert").getByText("That did not work.").waitFor();
  });
});

test("Devices load without motion if the user prefers that, and they, emoji and the switch for e-mails explain when they cannot be loaded", async () => {
  const { page } = await openPage(browser, url);
  await joinAs(page, url, "Ada Lovelace");
  let continueLoading = () => {};
  const looked = new Promise<void>((resolve) => {
    continueLoading = resolve;
  });
  await page.route("**/api/users/me/devices", async (route) => {
    await looked;
    await route.fulfill({ status: 500, json: {} });
  });
  const settings = await openSettings(page, "Devices");
  await settings.locator(".mantine-Skeleton-root").first().waitFor();
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  continueLoading();
  await settings.getByText("Your devices could not be loaded.").waitFor();
  await page.unroute("**/api/users/me/devices");
  await settings.getByRole("button", { name: "Try again" }).click();
  await settings.getByText("This device").waitFor();

  for (const [path, name] of [
    ["emoji", "Emoji"],
    ["users/me", "Notifications"],
  ] as const) {
    await page.route(`**/api/${path}`, (route) => route.fulfill({ status: 500, json: {} }));
    const failed = await showSettings(page, name);
    const again = failed.getByRole("alert").getByRole("button", { name: "Try again" });
    await again.waitFor();
    await page.unroute(`**/api/${path}`);
    await again.click();
    await again.waitFor({ state: "detached" });
  }
  await page.getByRole("switch", { name: "E-mail about missed messages" }).waitFor();
});

test("A channel that cannot be loaded offers to try again, keeps the focus while it loads, and opens", async () => {
  const name = uniqueName("fail");
  const [ada, bob] = await Promise.all([
    newPerson(url, `${name}.ada`, "Ada Lovelace"),
    newPerson(url, `${name}.bob`, "Bob Noyce"),
  ]);
  const channel = await bob.call("createConversation", {
    body: { participantIds: [], kind: "channel", name },
  });
  const { page } = await openPage(browser, url);
  await signIn(page, ada);
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let requests = 0;
  await page.route(`**/api/channels/${channel.id}`, async (route) => {
    requests += 1;
    if (requests === 1) return route.fulfill({ status: 500, json: {} });
    await answered;
    return route.continue();
  });
  await page.goto(`/channels/${channel.id}`);
  const again = page.getByRole("alert").getByRole("button", { name: "Try again" });
  await again.click();
  await page.locator(".mantine-Skeleton-root").first().waitFor();
  expect(await again.getAttribute("aria-busy")).toBe("true");
  expect(await again.evaluate((button) => button === document.activeElement)).toBe(true);
  answer();
  await page.getByRole("button", { name: `Join ${name}` }).waitFor();
});
