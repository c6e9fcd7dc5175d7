import { beforeAll, describe, expect, inject, test } from "vitest";
import { uniqueName } from "../support/people.ts";
import { violations } from "./axe.ts";
import { openPage, signIn } from "./browser.ts";
import { createWorld, type Screen, screens, type World } from "./screens.ts";
import { browser, withBrowser } from "./with-browser.ts";

const { url } = inject("stack");

withBrowser();
let world: World;
beforeAll(async () => {
  world = await createWorld(url, uniqueName("-"));
});

const devices = {
  "a desktop in light": { viewport: { width: 1280, height: 800 }, colorScheme: "light" },
  "a phone in dark": {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    colorScheme: "dark",
  },
} as const;

describe.each(Object.entries(devices))("axe finds no accessibility violation on %s", (_, options) => {
  const screensOf = (by: Screen["by"]) => screens.filter((screen) => screen.by === by);
  const ofAda = screensOf("ada");
  const half = Math.ceil(ofAda.length / 2);
  test.each([
    ["a visitor", "visitor", screensOf("visitor")],
    ["a newcomer", "newcomer", screensOf("newcomer")],
    // Two tests, because a slow machine needs minutes for each.
    ["Ada", "ada", ofAda.slice(0, half)],
    ["Ada, continued", "ada", ofAda.slice(half)],
    ["an owner", "owner", screensOf("owner")],
  ] as const)("on the screens of %s", async (_name, by, shown) => {
    const { page } = await openPage(browser, url, options);
    if (by !== "visitor") await signIn(page, world[by]);
    const found: Record<string, string[]> = {};
    for (const { name, show } of shown) {
      await show(page, world);
      // The administration is shown in both colour schemes on both devices, other screens in one of them.
      for (const colorScheme of by === "owner" ? (["light", "dark"] as const) : [options.colorScheme]) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: "attached" });
        const here = await violations(page);
        if (here.length > 0) found[`${name}, ${colorScheme}`] = here;
      }
    }
    expect(found).toEqual({});
  });
});

test("axe finds no accessibility violation in any theme", async () => {
  const { page } = await openPage(browser, url, devices["a desktop in light"]);
  await signIn(page, world.ada);
  await page.goto("/settings/appearance");
  const found: Record<string, string[]> = {};
  for (const name of ["Sepia", "Dim", "Light, high contrast", "Dark, high contrast"]) {
    const theme = page.getByRole("radio", { name, exact: true });
    await theme.click();
    await page.locator("[role=radio][aria-checked=true]").and(theme).waitFor();
    const here = await violations(page);
    if (here.length > 0) found[name] = here;
  }
  expect(found).toEqual({});
});
