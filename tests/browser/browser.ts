import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { password, uniqueName } from "../support/people.ts";
import { requireChromium } from "./chromium.ts";

/** Headless, and without a word to anybody but the page it shows. */
export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: requireChromium(),
    // Chromium's sandbox cannot run as root, nor in most containers.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
    ],
  });

/** A page of a browser of its own, as another person's would be. What it reports as an error fails the test. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ page: Page; errors: string[] }> {
  const context = await browser.newContext({ baseURL: url, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // A lost connection is reported by the browser itself, not by the page.
    if (message.type() === "error" && !/WebSocket|ERR_/.test(message.text())) errors.push(message.text());
  });
  return { page, errors };
}

/** Creates an account through the page. */
export async function signUp(page: Page, fullName: string): Promise<{ username: string; fullName: string }> {
  const username = uniqueName("b");
  await page.goto("/register");
  await page.getByLabel("Username").fill(username);
  await page.getByLabel("Full name").fill(fullName);
  await page.getByLabel("E-mail").fill(`${username}@example.com`);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "Chats" }).waitFor();
  return { username, fullName };
}

/** Finds people by their usernames and starts a conversation with them. */
export async function startConversation(page: Page, usernames: string[], groupName?: string): Promise<void> {
  await page.getByRole("button", { name: "New conversation" }).click();
  for (const username of usernames) {
    await page.getByLabel("People").first().fill(username);
    await page.getByRole("option", { name: username }).click();
  }
  if (groupName) await page.getByLabel("Group name").fill(groupName);
  await page.getByRole("button", { name: /^(Start conversation|Create group)$/ }).click();
  await composer(page).waitFor();
}

export const composer = (page: Page) => page.getByRole("textbox", { name: /^Message to/ });

export async function sendMessage(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

/** The message with this text, in the conversation that is open. */
export const message = (page: Page, text: string) =>
  page.getByRole("article").filter({ has: page.getByText(text, { exact: true }) });

/** The texts of the messages that are rendered, in their order. */
export const messageTexts = (page: Page) => page.locator("article [dir=auto]").allTextContents();
