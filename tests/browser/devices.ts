import type { BrowserContextOptions, Locator, Page } from "playwright-core";

/** A way to use the page without a mouse. */
export interface Device {
  options: BrowserContextOptions;
  /** Presses a button, a link or a menu item. */
  press: (target: Locator) => Promise<void>;
  /** Turns a switch on or off. */
  toggle: (target: Locator) => Promise<void>;
  /** Chooses a suggestion for a field. */
  pick: (field: Locator, option: Locator) => Promise<void>;
  /** Shows the toolbar of a message. */
  select: (target: Locator) => Promise<void>;
  /** Opens the menu of a link in the list. */
  openMenu: (target: Locator) => Promise<void>;
  /** Closes a panel. */
  leave: (page: Page) => Promise<unknown>;
  /** Returns to the list of conversations. */
  showList: (page: Page) => Promise<unknown>;
}

/** Holds a finger on an element until a menu opens. */
async function pressLong(target: Locator): Promise<void> {
  const page = target.page();
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("The element has no place on the page.");
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const input = await page.context().newCDPSession(page);
  await input.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await page.getByRole("menu").waitFor();
  await input.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await input.detach();
}

const phone: Device = {
  options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  press: (target) => target.tap(),
  toggle: (target) => target.tap(),
  pick: (_, option) => option.tap(),
  select: (target) => target.tap(),
  openMenu: pressLong,
  leave: (page) => page.goBack(),
  showList: (page) => page.goBack(),
};

const keyboard: Device = {
  options: { viewport: { width: 1280, height: 800 } },
  press: (target) => target.press("Enter"),
  toggle: (target) => target.press("Space"),
  pick: async (field, option) => {
    await option.waitFor();
    while ((await option.getAttribute("aria-selected")) !== "true") await field.press("ArrowDown");
    await field.press("Enter");
  },
  select: (target) => target.focus(),
  openMenu: async (target) => {
    await target.press("Shift+F10");
    await target.page().getByRole("menu").waitFor();
  },
  leave: (page) => page.keyboard.press("Escape"),
  showList: () => Promise.resolve(),
};

/** The devices by the words that end the name of a test. */
export const devices: readonly [string, Device][] = [
  ["by keyboard", keyboard],
  ["on a phone", phone],
];
