import type { Locator } from "playwright-core";
import { expect, inject, test } from "vitest";
import { newPeople, newPerson, uniqueName } from "../support/people.ts";
import { message, openPage, signIn } from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();

/** Returns an element's sides, in pixels from the left side of the window. */
async function sidesOf(locator: Locator): Promise<{ left: number; right: number }> {
  await locator.waitFor();
  return locator.evaluate((element) => {
    const { left, right } = element.getBoundingClientRect();
    return { left, right };
  });
}

test("The page speaks the browser's language, with the plural forms of Polish, and can be switched to French", async () => {
  const [ada, ...others] = await newPeople(url, 5);
  const { id } = await ada.startGroup(others, "Engine room");
  const pair = await ada.startGroup(others.slice(0, 1), "Two of us");
  await ada.send(id, "a message");
  const { page, errors } = await openPage(browser, url, { locale: "pl-PL" });
  await signIn(page, ada);
  await page.goto(`/c/${id}`);
  await page.getByText("5 osób").waitFor();
  await page.getByText("Dzisiaj").waitFor();
  await page.goto(`/c/${pair.id}`);
  await page.getByText("2 osoby").waitFor();
  await page.getByRole("button", { name: /^Konto: / }).click();
  await page.getByRole("menuitem", { name: "Ustawienia" }).click();
  await page.getByRole("link", { name: "Język" }).click();
  const tab = await page.context().newPage();
  await tab.goto(`/c/${pair.id}`);
  await tab.getByText("2 osoby").waitFor();
  // The open settings stay while the language changes, and other tabs follow.
  await page.getByRole("combobox", { name: "Język" }).click();
  await page.getByRole("option", { name: "Français" }).click();
  await page.getByRole("heading", { name: "Langue" }).waitFor();
  await tab.getByText("2 personnes").waitFor();
  await tab.close();
  await page.getByRole("link", { name: "Connexion" }).click();
  await page.getByLabel("Mot de passe actuel").fill("un faux mot");
  await page.getByLabel("Nouveau mot de passe").fill("court");
  await page.getByRole("button", { name: "Changer le mot de passe" }).click();
  await page.getByText("Doit comporter au moins 10 caractères.").waitFor();
  await page.goto(`/c/${pair.id}`);
  await page.getByText("2 personnes").waitFor();
  // Chromium logs the status with which the server refuses the password.
  for (const error of errors) expect(error).toContain("400");
});

test("The page is mirrored in Arabic: the list, the panel, the composer, the icons and the keys", async () => {
  const [ada, bob] = await Promise.all([
    newPerson(url, uniqueName("a"), "ليلى حداد"),
    newPerson(url, uniqueName("b"), "Bob Noyce"),
  ]);
  const { id } = await ada.startGroup([bob], "غرفة المحركات");
  await bob.send(id, "Left to right");
  await bob.send(id, "من اليمين إلى اليسار");
  const direct = await ada.startDirect(bob);
  await ada.send(direct.id, "Sure, call me.");
  const { page, errors } = await openPage(browser, url, {
    locale: "ar-EG",
    viewport: { width: 1280, height: 800 },
  });
  await signIn(page, ada);
  await page.goto(`/c/${id}`);
  await message(page, "Left to right").waitFor();
  expect(await page.locator("html").getAttribute("dir")).toBe("rtl");
  await page.getByText("شخصان").first().waitFor();

  // The list is on the right, and the panel opens on the left.
  const edge = page.getByRole("separator", { name: "عرض القائمة" });
  const list = await sidesOf(page.getByRole("navigation").first());
  expect(list.right).toBe(1280);
  await page.getByRole("button", { name: "قائمة المحادثة" }).click();
  await page.getByRole("menuitem", { name: "التفاصيل" }).click();
  const panel = await sidesOf(page.getByRole("complementary"));
  expect(panel.left).toBe(0);
  expect(panel.right).toBeLessThan(list.left);
  await page.getByRole("button", { name: "إغلاق اللوحة" }).click();

  // The author's picture comes first, and both directions of text begin near it.
  const row = await sidesOf(message(page, "Left to right"));
  const text = await sidesOf(message(page, "Left to right").locator("[dir=auto] p"));
  const arabic = await sidesOf(message(page, "من اليمين إلى اليسار").locator("[dir=auto] p"));
  expect(row.right - text.right).toBeLessThan(120);
  expect(arabic.right).toBe(text.right);
  const directionOf = (words: string) =>
    message(page, words)
      .locator("[dir=auto]")
      .first()
      .evaluate((element) => getComputedStyle(element).direction);
  expect(await directionOf("Left to right")).toBe("ltr");

  // The list keeps the full stop at the end of an English message behind an Arabic word.
  const preview = page
    .getByRole("link", { name: /Sure, call me/ })
    .getByText("Sure, call me.", { exact: true });
  expect(await preview.evaluate((element) => getComputedStyle(element).direction)).toBe("ltr");
  expect(await directionOf("من اليمين إلى اليسار")).toBe("rtl");

  // The button that sends is at the end of the composer, and its icon points there.
  const composer = page.getByRole("textbox", { name: /^رسالة إلى/ });
  await composer.fill("سلام");
  const send = page.getByRole("button", { name: "إرسال", exact: true });
  expect((await sidesOf(send)).right).toBeLessThan((await sidesOf(composer)).right);
  expect(await send.locator("svg").evaluate((icon) => getComputedStyle(icon).scale)).toBe("-1 1");
  await send.click();
  await message(page, "سلام").waitFor();

  // The key that points away from the list makes it wider, and so does the pointer.
  const width = async () => Number(await edge.getAttribute("aria-valuenow"));
  const before = await width();
  await edge.press("ArrowLeft");
  expect(await width()).toBe(before + 16);
  const { left } = await sidesOf(edge);
  await page.mouse.move(left + 2, 400);
  await page.mouse.down();
  await page.mouse.move(1280 - 400, 400);
  await page.mouse.up();
  expect(await width()).toBe(400);

  // Nothing reaches beyond a phone's window.
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  const back = await sidesOf(page.getByRole("link", { name: "العودة إلى القائمة" }));
  expect(back.right).toBeGreaterThan(340);
  await page.getByRole("link", { name: "العودة إلى القائمة" }).click();
  await page.getByRole("link", { name: /غرفة المحركات/ }).waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  expect(errors).toEqual([]);
});
