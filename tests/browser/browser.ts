import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { signedInKey } from "../../client/session/session-stores.ts";
import { Session } from "../../contract/sessions.ts";
import { password } from "../support/accounts.ts";
import { patienceMs } from "../support/patience.ts";
import { newPerson, type Person, uniqueName } from "../support/people.ts";
import { requireChromium, requireHeadless } from "./chromium.ts";
import { emptyPageOf, openEmptyPage, takeContext } from "./contexts.ts";

/**
 * Launches headless Chromium without its background traffic. The headless shell, where it exists, saves a third of the
 * CPU time. A test of notifications needs the whole browser. With `hasFakeDevices`, it has a microphone
 * that beeps, a camera that shows a test picture, and a screen.
 */
export const launchBrowser = ({ whole = false, hasFakeDevices = false } = {}): Promise<Browser> =>
  chromium.launch({
    executablePath: whole ? requireChromium() : requireHeadless(),
    // Chromium's sandbox cannot run as root, nor in most containers.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      // The tabs of a context share a process and its compiled code.
      "--process-per-site",
      ...(hasFakeDevices
        ? [
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            "--auto-select-desktop-capture-source=Entire screen",
            "--autoplay-policy=no-user-gesture-required",
            // Calls work on a machine without a network.
            "--allow-loopback-in-peer-connection",
          ]
        : []),
    ],
  });

/**
 * Opens a page in its own context, like another user's computer: see `takeContext`.
 *
 * @returns the page, and the errors that it has reported so far
 */
export async function openPage(
  browser: Browser,
  url: string,
  options?: BrowserContextOptions,
): Promise<{ page: Page; errors: string[] }> {
  const context = await takeContext(browser, url, options);
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    // Lost connections and blocked service workers are reports of the browser, not errors of the page.
    const isOfBrowser = /WebSocket|ERR_|Service Worker registration blocked/.test(message.text());
    if (message.type() === "error" && !isOfBrowser) errors.push(message.text());
  });
  return { page, errors };
}

/** Signs in with the API's cookie instead of the form, which takes a third of the CPU. */
export async function signIn(page: Page, { username }: Person): Promise<void> {
  const data = { login: username, password };
  const answer = await page.request.post("/api/auth/login", { data });
  if (!answer.ok()) throw new Error(`Signing in returned ${answer.status()}: ${await answer.text()}`);
  const { user } = Session.parse(await answer.json());
  const empty = emptyPageOf(page.context()) ?? (await openEmptyPage(page));
  await empty.evaluate(([key, value]) => localStorage.setItem(key, value), [
    signedInKey,
    JSON.stringify(user),
  ] as const);
  await page.goto("/");
  await page.locator("[data-connection=live]").waitFor({ state: "attached" });
}

/** Creates an account through the API and signs in, for tests that do not cover the forms. */
export async function joinAs(page: Page, url: string, fullName: string): Promise<Person> {
  const person = await newPerson(url, uniqueName("b"), fullName);
  await signIn(page, person);
  return person;
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

/** The texts of the rendered messages, in order. */
export const messageTexts = (page: Page) => page.locator("article [dir=auto]").allTextContents();
