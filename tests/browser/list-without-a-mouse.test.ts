import type { BrowserContextOptions } from "playwright-core";
import { expect, inject, test } from "vitest";
import { newPerson, uniqueName } from "../support/people.ts";
import { openPage, signIn } from "./browser.ts";
import { devices } from "./devices.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

/** Opens Ada's list, which shows a group of Bob's with a message. */
async function openList(options: BrowserContextOptions) {
  const name = uniqueName("list");
  const [ada, bob] = await Promise.all([
    newPerson(url, `${name}.ada`, "Ada Lovelace"),
    newPerson(url, `${name}.bob`, "Bob Noyce"),
  ]);
  const { id } = await bob.startGroup([ada], "Engine room");
  await bob.send(id, "The plan");
  const opened = await openPage(browser, url, options);
  await signIn(opened.page, ada);
  return opened;
}

test.each(devices)(
  "The menu of a conversation in the list opens without a mouse, and does everything that the conversation's own menu does: %s",
  async (_, { options, press, openMenu }) => {
    const { page, errors } = await openList(options);
    const link = page.getByRole("link", { name: /Engine room/ });
    const choose = async (label: string) => {
      await openMenu(link);
      await press(page.getByRole("menuitem", { name: label, exact: true }));
      await page.getByRole("menu").waitFor({ state: "detached" });
    };
    await choose("Mute");
    await link.getByLabel("Muted").waitFor();
    await choose("Add to favourites");
    await page.getByRole("region", { name: "Favourites" }).getByRole("link").waitFor();
    await choose("Archive");
    await page.getByRole("button", { name: "Undo" }).waitFor();
    await press(page.getByRole("button", { name: "Undo" }));
    await choose("Leave group");
    await press(page.getByRole("dialog").getByRole("button", { name: "Leave group" }));
    await link.waitFor({ state: "detached" });
    // A long press opened no conversation.
    expect(new URL(page.url()).pathname).toBe("/");
    // Chromium logs the 404 from which the page learns that Ada has left.
    expect(errors.filter((error) => !error.includes("404"))).toEqual([]);
  },
);

test.each(devices)(
  "Sections are made, filled, moved, renamed and deleted without a mouse: %s",
  async (_, { options, press, openMenu }) => {
    const { page, errors } = await openList(options);
    const item = (label: string) => page.getByRole("menuitem", { name: label, exact: true });
    const dialog = page.getByRole("dialog");
    const titles = () => page.getByRole("navigation").getByRole("heading", { level: 3 }).allTextContents();
    const inSection = (title: string) =>
      page.getByRole("region", { name: title, exact: true }).getByRole("link", { name: /Engine room/ });
    const choose = async (title: string, label: string) => {
      await press(page.getByRole("button", { name: `Actions for ${title}`, exact: true }));
      await press(item(label));
    };

    await openMenu(page.getByRole("link", { name: /Engine room/ }));
    await press(item("Move to section"));
    await press(item("New section"));
    await dialog.getByLabel("Name").fill("Ships");
    await press(dialog.getByRole("button", { name: "Save" }));
    await inSection("Ships").waitFor();
    expect(await titles()).toEqual(["Ships", "Channels"]);

    await choose("Ships", "Move down");
    await expect.poll(titles).toEqual(["Channels", "Ships"]);
    await choose("Ships", "Rename section");
    await dialog.getByLabel("Name").fill("Fleet");
    await press(dialog.getByRole("button", { name: "Save" }));
    await inSection("Fleet").waitFor();
    await choose("Fleet", "Delete section");
    await inSection("Channels").waitFor();
    await press(page.getByRole("button", { name: "Undo" }));
    await inSection("Fleet").waitFor();

    await openMenu(inSection("Fleet"));
    await press(item("Move to section"));
    await press(item("Remove from “Fleet”"));
    await inSection("Channels").waitFor();
    await page.reload();
    await inSection("Channels").waitFor();
    expect(await titles()).toEqual(["Channels", "Fleet"]);
    expect(errors).toEqual([]);
  },
);
