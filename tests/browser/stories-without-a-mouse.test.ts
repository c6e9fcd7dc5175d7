import { expect, inject, test } from "vitest";
import { newPerson, newPersonWithRole, uniqueName } from "../support/people.ts";
import { composer, openPage, signIn } from "./browser.ts";
import { devices } from "./devices.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser({ hasFakeDevices: true });

async function newTwo() {
  const name = uniqueName("story");
  const [ada, bob] = await Promise.all([
    newPerson(url, `${name}.ada`, "Ada Lovelace"),
    newPerson(url, `${name}.bob`, `Bob ${name}`),
  ]);
  return { name, ada, bob };
}

test.each(devices)(
  "A person is found in the directory, their groups are shown, and a message is written: %s",
  async (_, { options, press }) => {
    const { name, ada, bob } = await newTwo();
    const admin = await newPersonWithRole(url, "admin");
    const handle = uniqueName("crew");
    await admin.call("createUserGroup", { body: { handle, name: "Engine crew", memberIds: [bob.id] } });
    const { page, errors } = await openPage(browser, url, options);
    await signIn(page, ada);
    const panel = page.getByRole("complementary");
    await press(page.getByRole("button", { name: /^Account of/ }));
    await press(page.getByRole("menuitem", { name: "People", exact: true }));
    await page.getByRole("searchbox", { name: "Search people" }).fill(`bob ${name}`);
    await press(page.getByRole("main").getByRole("button", { name: `@${bob.username}` }));
    await press(panel.getByRole("button", { name: `@${handle}` }));
    await panel.getByRole("heading", { name: "Engine crew" }).waitFor();
    await press(panel.getByRole("button", { name: `Bob ${name}` }));
    await press(panel.getByRole("button", { name: "Send a message" }));
    await composer(page).fill("Hello, half a thought");
    expect(errors).toEqual([]);
  },
);

test.each(devices)(
  "A search with operators leads to its message, and a draft is found and deleted on the home page: %s",
  async (_, { options, press, pick, showList }) => {
    const { ada, bob } = await newTwo();
    const { id } = await bob.startGroup([ada], "Engine room");
    await bob.send(id, "see https://example.org/needle");
    await bob.send(id, "no link");
    const { page, errors } = await openPage(browser, url, options);
    await signIn(page, ada);
    await press(page.getByRole("navigation").getByRole("button", { name: /^Search/ }));
    const field = page.getByRole("combobox", { name: "Search" });
    await pick(field, page.getByRole("option", { name: /has:.*link/ }));
    await expect.poll(() => field.inputValue()).toBe("has:");
    await pick(field, page.getByRole("option", { name: /Links/ }));
    await expect.poll(() => field.inputValue()).toBe("has:link ");
    await pick(field, page.getByRole("group", { name: "Messages" }).getByRole("option"));
    await page.getByRole("article").filter({ hasText: "needle" }).waitFor();

    await composer(page).fill("half a thought");
    await showList(page);
    // The results are beside the message, or before it in the history.
    await press(page.getByRole("complementary").getByRole("button", { name: "Close" }));
    await press(page.getByRole("navigation").getByRole("link", { name: "Home" }));
    const row = page.getByRole("region", { name: "Drafts" });
    await press(row.getByRole("button", { name: /half a thought/ }));
    await expect.poll(() => composer(page).inputValue()).toBe("half a thought");
    await page.goBack();
    await press(row.getByRole("button", { name: "Delete the draft" }));
    await row.waitFor({ state: "detached" });
    expect(errors).toEqual([]);
  },
);

test.each(devices)(
  "Quiet hours and keywords are set, and a call is declined, and another one is started, muted and left: %s",
  async (_, { options, press, toggle, showList }) => {
    const { ada, bob } = await newTwo();
    const { id } = await bob.startDirect(ada);
    await ada.send(id, "Hello");
    const { page, errors } = await openPage(browser, url, { ...options, permissions: ["microphone"] });
    await signIn(page, ada);
    const socket = await bob.connect();
    await socket.request({ action: "call.join", conversationId: id, seat: crypto.randomUUID() });
    await press(page.getByRole("alertdialog").getByRole("button", { name: "Decline" }));
    await page.getByRole("alertdialog").waitFor({ state: "detached" });
    const link = page.getByRole("link", { name: /Bob story/ });
    await link.getByText("The call was declined.").waitFor();
    expect(await link.getByLabel(/unread/).count()).toBe(0);
    await socket.close();

    await press(page.getByRole("button", { name: /^Account of/ }));
    await press(page.getByRole("menuitem", { name: "Settings", exact: true }));
    await press(page.getByRole("link", { name: "Notifications", exact: true }));
    const settings = page.getByRole("region", { name: "Notifications", exact: true });
    await toggle(settings.getByRole("switch", { name: "Quiet hours" }));
    await settings.getByLabel("From", { exact: true }).fill("21:00");
    await press(settings.getByRole("button", { name: "Save", exact: true }));
    await page.getByRole("status").getByText("Saved.").waitFor();
    const keywords = settings.getByPlaceholder("Add a word and press Enter");
    await keywords.fill("rhubarb");
    await keywords.press("Enter");
    await expect.poll(async () => (await ada.call("getMe")).keywords).toEqual(["rhubarb"]);
    expect((await ada.call("getMe")).quietHours).toMatchObject({ from: "21:00" });

    await page.goBack();
    await showList(page);
    await press(link);
    await press(page.getByRole("button", { name: "Start call" }));
    const call = page.getByRole("region", { name: /^Call in/ });
    await call.getByText("Ringing …").waitFor();
    await press(call.getByRole("button", { name: "Mute microphone", exact: true }));
    await press(call.getByRole("button", { name: "Leave call", exact: true }));
    await call.waitFor({ state: "detached" });
    await expect.poll(() => page.evaluate(() => document.activeElement === document.body)).toBe(false);
    expect(errors).toEqual([]);
  },
);
