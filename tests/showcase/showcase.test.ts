import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, onTestFinished, test } from "vitest";
import { root } from "../../infra/build-output.ts";
import { takeScreenshots } from "../browser/screenshots.ts";
import { browser, withBrowser } from "../browser/with-browser.ts";
import { uniqueName } from "../support/people.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createCompany } from "./company.ts";
import { companyScreens } from "./company-screens.ts";
import { afternoonZone, takeReadmePictures } from "./readme-pictures.ts";
import { record } from "./recording.ts";

withBrowser();

const folder = join(root, "docs/pictures");

test("The README's pictures, its recording and the screenshots can be made anew", async () => {
  const { url } = inject("stack");
  const company = await createCompany(url, { size: 8, channelCount: 2, suffix: uniqueName("") });
  const pictures = await takeReadmePictures(browser, url, company, ["light"]);
  for (const bytes of pictures.values()) expect(bytes.subarray(8, 12).toString("latin1")).toBe("WEBP");
  const recording = Buffer.from(await record(browser, url, company));
  expect(recording.subarray(0, 6).toString("latin1")).toBe("GIF89a");
  expect([...pictures.keys()]).toEqual(["channel-light.webp", "phone-light.webp"]);
  const shots = await temporaryFolder();
  onTestFinished(shots.remove);
  const looks = [{ device: "phone", colorScheme: "dark" }] as const;
  const taken = await takeScreenshots({ browser, url, folder: shots.path, company, looks });
  expect(taken).toEqual(companyScreens.map(({ name }) => `${name}-phone-dark.png`));
  expect(readdirSync(shots.path).sort()).toEqual(taken.sort());
});

test("The README shows each of its pictures with a text in their place, and they are small", () => {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  for (const name of readdirSync(folder)) {
    expect(readme).toContain(`docs/pictures/${name}`);
    expect(statSync(join(folder, name)).size, name).toBeLessThan(name.endsWith(".gif") ? 1_000_000 : 250_000);
  }
  for (const [image] of readme.matchAll(/<img [^>]*>/g)) expect(image).toMatch(/alt="[^"]{20,}"/);
});

test("The pictures show an afternoon, whenever they are taken", () => {
  for (let hour = 0; hour < 24; hour++) {
    const now = new Date(Date.UTC(2026, 10, 26, hour, 30));
    const shown = now.toLocaleTimeString("en-GB", { timeZone: afternoonZone(now), timeStyle: "short" });
    expect(shown).toBe("14:30");
  }
});
