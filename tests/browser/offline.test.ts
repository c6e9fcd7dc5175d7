import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { type RunningStack, startStack } from "../../localstack/stack.ts";
import { password } from "../support/accounts.ts";
import { copyDataFolder } from "../support/data-folder.ts";
import { newPerson, type Person, uniqueName } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { composer, message, messageTexts, openPage, sendMessage, signIn } from "./browser.ts";
import { storedValue } from "./stored-value.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url, assembly, template } = inject("stack");

withBrowser({ whole: true });

/** Counts the timelines in a user's snapshot. It runs in the page. */
const storedTimelines = ({ id }: Person) =>
  `${storedValue({ database: `chatflow.snapshot.${id}`, store: "snapshots", request: 'get("last")' })}.then((last) => last?.timelines.length)`;

/** Whether the service worker is installed. It runs in the page. A failed installation never makes it `ready`. */
const hasServiceWorker = "navigator.serviceWorker.getRegistration().then((found) => found?.active != null)";

test("Without a server, the page opens with the last known messages, and sends new ones when the server returns", async () => {
  const folder = await temporaryFolder();
  await copyDataFolder(template, folder.path);
  let stack: RunningStack | undefined = await startStack({ assembly, dataFolder: folder.path });
  const { url: address } = stack;
  try {
    const [ada, bob] = await Promise.all([
      newPerson(address, uniqueName("o"), "Ada Lovelace"),
      newPerson(address, uniqueName("o"), "Bob Noyce"),
    ]);
    const { id } = await ada.startGroup([bob], "Engine room");
    const { id: other } = await ada.startGroup([bob], "Boiler room");
    await bob.send(id, "before the storm");
    await bob.send(other, "below deck");
    const { page } = await openPage(browser, address, { serviceWorkers: "allow" });
    await signIn(page, ada);
    const second = await page.context().newPage();
    await second.goto("/");
    await second.getByRole("link", { name: /Boiler room/ }).waitFor();
    await page.getByRole("link", { name: /Engine room/ }).click();
    await message(page, "before the storm").waitFor();
    await expect.poll(() => page.evaluate(storedTimelines(ada))).toBe(1);
    // Each tab knows only the messages of the conversation that it shows.
    await second.getByRole("link", { name: /Boiler room/ }).click();
    await message(second, "below deck").waitFor();
    // Wait until the browser has stored the page and the snapshot.
    await expect.poll(() => page.evaluate(hasServiceWorker)).toBe(true);
    await expect
      .poll(() => page.evaluate("caches.match('/index.html').then((kept) => kept !== undefined)"))
      .toBe(true);
    await expect.poll(() => page.evaluate(storedTimelines(ada))).toBe(2);
    await second.close();
    await stack.stop();
    stack = undefined;

    // A new tab has only the browser's storage.
    const tab = await page.context().newPage();
    await tab.goto(`/c/${other}`);
    await message(tab, "below deck").waitFor();
    await tab.goto(`/c/${id}`);
    await message(tab, "before the storm").waitFor();
    await tab.getByText("Connection lost. Reconnecting …").waitFor();
    await sendMessage(tab, "into the storm");
    await message(tab, "into the storm").getByLabel("Sending").waitFor();

    stack = await startStack({ assembly, dataFolder: folder.path, port: Number(new URL(address).port) });
    await message(tab, "into the storm").getByLabel("Sent").waitFor();
    expect(await messageTexts(tab)).toEqual(["before the storm", "into the storm"]);
    await composer(tab).waitFor();
  } finally {
    await stack?.stop();
    await folder.remove();
  }
});

test("The page has a manifest and a service worker, so that it can be installed", async () => {
  const { page } = await openPage(browser, url, { serviceWorkers: "allow" });
  await page.goto("/sign-in");
  const address = await page.locator('link[rel="manifest"]').getAttribute("href");
  const manifest = await page.evaluate(`fetch(${JSON.stringify(address)}).then((answer) => answer.json())`);
  expect(manifest).toMatchObject({ name: "ChatFlow", start_url: "/", display: "standalone" });
  await expect.poll(() => page.evaluate(hasServiceWorker)).toBe(true);
  // Chromium's own requirements, which Lighthouse reported until version 11. A test's window counts as private.
  const devtools = await page.context().newCDPSession(page);
  const { installabilityErrors } = await devtools.send("Page.getInstallabilityErrors");
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  // Lighthouse's other audits of that time: the bar's colour, the icon of iOS, and a width that fits.
  const contentOf = (name: string) => page.locator(`meta[name="${name}"]`).first().getAttribute("content");
  expect(await contentOf("theme-color")).toMatch(/^(#|rgb)/);
  expect(await contentOf("viewport")).toContain("width=device-width");
  const icon = await page.locator('link[rel="apple-touch-icon"]').getAttribute("href");
  expect((await page.request.get(icon ?? "")).headers()["content-type"]).toBe("image/png");
});

/** Sends the form that the browser sends for an app that shares. */
const share = (page: Page, fields: Record<string, string>) =>
  page.evaluate(`(() => {
    const form = new FormData();
    for (const [name, value] of Object.entries(${JSON.stringify(fields)})) form.append(name, value);
    form.append("files", new File(["levers"], "levers ⚙.txt", { type: "text/plain" }));
    return fetch("/share", { method: "POST", body: form }).then((answer) => answer.text());
  })()`);

test("What another app shares becomes a draft in a conversation that the user chooses, and the icon counts unread messages", async () => {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("o"), "Ada Lovelace"),
    newPerson(url, uniqueName("o"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  await ada.startGroup([bob], "Mill");
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  const { page } = await openPage(browser, url, { ...phone, serviceWorkers: "allow" });
  await page.addInitScript(`
    window.badges = [];
    navigator.setAppBadge = async (count) => void window.badges.push(count);
  `);
  await signIn(page, ada);
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  await bob.sendAll(id, ["one", "two"]);
  await expect.poll(() => page.evaluate("window.badges.at(-1)")).toBe(2);
  await page.reload();
  await share(page, {
    title: "An engine",
    text: "An engine at https://example.com/engine",
    url: "https://example.com/engine",
  });
  await page.goto("/share");
  await page.getByText("levers ⚙.txt").waitFor();
  const asFileOfPage = "fetch('/share/files/0').then((answer) => answer.text())";
  expect(await page.evaluate(asFileOfPage)).not.toBe("levers");
  await page.getByRole("searchbox", { name: "Share with" }).fill("engine");
  await page.getByRole("button", { name: /Mill/ }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: /Engine room/ }).click();
  await composer(page).waitFor();
  expect(await composer(page).inputValue()).toBe("An engine at https://example.com/engine");
  await page.getByRole("list", { name: "Attached files" }).getByText("levers ⚙.txt").waitFor();
  expect((await ada.history(id)).items).toHaveLength(2);
  await page.goto("/share");
  await page.getByText("There is nothing to share.").waitFor();
});

test("What another app shares before the user signs in waits for the sign-in, and another visit deletes it", async () => {
  const ada = await newPerson(url, uniqueName("o"), "Ada Lovelace");
  const { page } = await openPage(browser, url, { serviceWorkers: "allow" });
  await page.goto("/sign-in");
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  await page.reload();
  const isKept = () => page.evaluate(() => caches.has("chatflow.shared"));
  await share(page, { text: "Notes" });
  await page.goto("/");
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await expect.poll(isKept).toBe(false);
  await share(page, { text: "Sketches" });
  await page.goto("/share");
  await page.getByLabel("Username or e-mail").fill(ada.username);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("main").getByText("Sketches").waitFor();
});

test("Signing out deletes the user's data from the device", async () => {
  const ada = await newPerson(url, uniqueName("o"), "Ada Lovelace");
  const { page } = await openPage(browser, url, { serviceWorkers: "allow" });
  await signIn(page, ada);
  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in" }).waitFor();
  await expect
    .poll(() => page.evaluate("indexedDB.databases().then((all) => all.map(({ name }) => name))"))
    .toEqual([]);
  expect(await page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")).not.toContain(
    ada.session.user.email,
  );
});

test("A Web Push message shows a notification with the address of its message, or the app's name if it cannot be read", async () => {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("o"), "Ada Lovelace"),
    newPerson(url, uniqueName("o"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "Engine room");
  await bob.send(id, "Are you there?");
  const { page } = await openPage(browser, url, { serviceWorkers: "allow" });
  await page.context().grantPermissions(["notifications"]);
  await signIn(page, ada);
  const devtools = await page.context().newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [registration] = registrations;
      if (registration) resolve(registration.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  const registrationId = await registered;
  // The browser may lose a message that it delivers while it is busy, so each one is delivered until it is shown.
  const deliver = async (data: string) => {
    await devtools.send("ServiceWorker.deliverPushMessage", { origin: `${url}/`, registrationId, data });
    return page.evaluate(
      `navigator.serviceWorker.ready
        .then((worker) => worker.getNotifications())
        .then((all) => all.map(({ title, body, data }) => [title, body, data.address]))`,
    );
  };
  const message = { conversationId: id, seq: 1, title: "Engine room", body: "Bob Noyce: Are you there?" };
  const shown = ["Engine room", "Bob Noyce: Are you there?", `/c/${id}/1`];
  await expect.poll(() => deliver(JSON.stringify(message))).toContainEqual(shown);
  await expect.poll(() => deliver("no JSON")).toContainEqual(["ChatFlow", "", "/home"]);
});
