import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { newPerson, uniqueName } from "../support/people.ts";
import { composer, message, openPage, sendMessage, signIn } from "./browser.ts";
import { openSettings } from "./two-people.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

const newer = "A new version of ChatFlow is available.";

/** From now on, the server has a different release from the one that the page shows. */
const publishNewRelease = (page: Page) =>
  page.route("**/version.json", (route) => route.fulfill({ json: { version: "999.0.0+abc" } }));

async function openConversation() {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("r"), "Ada Lovelace"),
    newPerson(url, uniqueName("r"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  const { page } = await openPage(browser, url);
  await signIn(page, ada);
  await page.goto(`/c/${id}`);
  await composer(page).waitFor();
  return page;
}

test("A page that misses a part of its code after a deployment offers a reload, which keeps drafts and unsent messages", async () => {
  const page = await openConversation();
  // The connection is down, so the message stays in the outbox.
  await page.routeWebSocket("**/ws", (socket) => void socket.close());
  await page.reload();
  await sendMessage(page, "an unsent message");
  await message(page, "an unsent message").getByLabel("Sending").waitFor();
  await composer(page).fill("a draft");
  await publishNewRelease(page);
  await page.route("**/assets/shortcuts-*.js", (route) => route.fulfill({ status: 404, body: "" }));
  await page.getByRole("article").first().focus();
  await page.keyboard.press("?");
  await page.getByText(newer).waitFor();
  await page.unroute("**/assets/shortcuts-*.js");
  await page.unroute("**/version.json");
  await page.getByRole("button", { name: "Reload page" }).first().click();
  await message(page, "an unsent message").getByLabel("Sending").waitFor();
  expect(await composer(page).inputValue()).toBe("a draft");
  await (await openSettings(page, "Devices")).getByText("This device").waitFor();
  expect(await page.getByText(newer).count()).toBe(0);
});

test("A page that becomes visible after a deployment offers a reload, which can wait", async () => {
  const page = await openConversation();
  await publishNewRelease(page);
  await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  await page.getByText(newer).waitFor();
  await composer(page).focus();
  await page.getByRole("button", { name: "Close" }).press("Enter");
  await page.getByText(newer).waitFor({ state: "detached" });
  await expect.poll(() => composer(page).evaluate((field) => field === document.activeElement)).toBe(true);
  await sendMessage(page, "still working");
  await message(page, "still working").getByLabel("Sent").waitFor();
});

test("A page that misses a part of its code without a deployment offers to reload it", async () => {
  const page = await openConversation();
  await page.route("**/assets/search-dialog-*.js", (route) => route.abort());
  // The page may have loaded the dialog's code already, while it was idle.
  await page.reload();
  await composer(page).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByText("This could not be opened. Reload the page to try again.").waitFor();
  expect(await page.getByText(newer).count()).toBe(0);
});
