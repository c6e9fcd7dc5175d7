import type { Locator } from "playwright-core";
import { expect, inject, test } from "vitest";
import { SectionId } from "../../contract/ids.ts";
import { newPeople } from "../support/people.ts";
import { required } from "../support/required.ts";
import { openPage, signIn } from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

withBrowser();

test("The mouse drags conversations to sections and sections to other places, and Escape cancels", async () => {
  const { url } = inject("stack");
  const [ada, bob] = await newPeople(url, 2);
  const [engines] = [await ada.startGroup([bob], "Engines"), await ada.startGroup([bob], "Mills")];
  const ships = { kind: "own", id: SectionId.parse(crypto.randomUUID()), name: "Ships" } as const;
  await ada.call("updateMe", { body: { sections: [{ kind: "favourites" }, ships, { kind: "channels" }] } });
  const { page, errors } = await openPage(browser, url);
  await signIn(page, ada);
  const list = page.getByRole("navigation");
  const section = (name: string) => list.getByRole("region", { name });
  const conversation = (name: string) => list.getByRole("link", { name });
  const titles = () => list.getByRole("heading", { level: 3 }).allTextContents();
  const middleOf = async (locator: Locator) => {
    const { x, y, width, height } = required(await locator.boundingBox(), "box");
    return { x: x + width / 2, y: y + height / 2 };
  };
  /** Presses the mouse on an element and moves it to another one. */
  const drag = async (from: Locator, to: Locator) => {
    const [start, end] = [await middleOf(from), await middleOf(to)];
    await page.mouse.move(start.x, start.y);
    await page.mouse.down();
    await page.mouse.move(start.x, start.y + 10);
    await page.mouse.move(end.x, end.y);
  };
  const marked = page.locator("html[data-dragging]");
  await conversation("Engines").waitFor();
  // The code for dragging loads after the list.
  await expect
    .poll(async () => {
      await drag(conversation("Engines"), section("Ships"));
      return marked.count();
    })
    .toBe(1);
  await page.keyboard.press("Escape");
  await marked.waitFor({ state: "detached" });
  await page.mouse.up();
  await section("Channels").getByRole("link", { name: "Engines" }).waitFor();

  await drag(conversation("Engines"), section("Ships"));
  await page.mouse.up();
  await section("Ships").getByRole("link", { name: "Engines" }).waitFor();
  await drag(section("Ships").getByRole("button", { name: "Ships", exact: true }), conversation("Mills"));
  await page.mouse.up();
  await expect.poll(titles).toEqual(["Channels", "Ships"]);

  // No conversation is a favourite, so the list shows their section only during a drag.
  const favourites = page.locator("[aria-hidden]").getByText("Favourites", { exact: true });
  const before = await required(await conversation("Mills").boundingBox(), "box");
  const from = await middleOf(conversation("Mills"));
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x, from.y + 10);
  const place = await middleOf(favourites);
  expect(await conversation("Mills").boundingBox()).toEqual(before);
  await page.mouse.move(place.x, place.y);
  await page.mouse.up();
  await section("Favourites").getByRole("link", { name: "Mills" }).waitFor();
  await expect.poll(titles).toEqual(["Favourites", "Channels", "Ships"]);
  // Releasing the mouse neither opened a conversation nor collapsed a section.
  expect(new URL(page.url()).pathname).toBe("/");
  await conversation("Engines").waitFor();
  const { settings } = await ada.call("getConversation", { params: { id: engines.id } });
  expect(settings.sectionId).toBe(ships.id);
  expect(errors).toEqual([]);
});
