import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { violations } from "./axe.ts";
import { openPage } from "./browser.ts";
import { browser, withBrowser } from "./with-browser.ts";

const run = promisify(execFile);

withBrowser();

/** The page of primitives, built like by the development server. */
let built: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  built = await temporaryFolder();
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const folder = join(root, "web/development");
  await run(process.execPath, [
    vite,
    "build",
    folder,
    "--config",
    join(folder, "vite.config.ts"),
    "--outDir",
    built.path,
    "--logLevel",
    "error",
  ]);
});
afterAll(() => built.remove());

/** Opens the page without any server. A page of `localhost` may use everything that a page over HTTPS may. */
async function openPrimitives() {
  const url = "http://localhost:9";
  const opened = await openPage(browser, url, { viewport: { width: 1280, height: 800 } });
  await opened.page.route(`${url}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return route.fulfill({ path: join(built.path, pathname === "/" ? "index.html" : pathname) });
  });
  await opened.page.goto("/");
  return opened;
}

test("The page of primitives shows the tokens and each state of a message, and axe finds nothing, light or dark", async () => {
  const { page, errors } = await openPrimitives();
  const messages = page.getByRole("log", { name: "Messages" });
  // These parts load on demand.
  await messages.getByRole("link", { name: /Design notes/ }).waitFor();
  await messages
    .getByRole("button", { name: /In the park/ })
    .first()
    .waitFor();
  for (const state of ["sending", "failed", "sent"])
    await expect.poll(() => messages.locator(`[data-fate=${state}]`).count()).toBeGreaterThan(0);
  expect(await page.getByText("--surface-raised", { exact: true }).count()).toBe(1);

  for (const theme of ["Light", "Dark"]) {
    await page.getByRole("radio", { name: theme, exact: true }).click();
    await page.locator(`html[data-mantine-color-scheme=${theme.toLowerCase()}]`).waitFor();
    expect({ theme, found: await violations(page) }).toEqual({ theme, found: [] });
  }

  await page.getByText("From right to left", { exact: true }).click();
  await page.locator("html[dir=rtl]").waitFor();
  await page.getByRole("button", { name: "A deletion" }).click();
  await page.getByRole("dialog", { name: "Delete" }).getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Open the panel" }).click();
  await page.getByRole("complementary", { name: "A panel" }).waitFor();
  expect(errors).toEqual([]);
});
