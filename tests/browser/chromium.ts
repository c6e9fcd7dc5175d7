import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

/** Paths at which systems install Chrome or Chromium. */
const usualPlaces = [
  process.env.CHROME_PATH,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Finds the system's Chrome or Chromium, or one that Playwright installed. */
export function findChromium(): string | undefined {
  return [...usualPlaces, chromium.executablePath()].find((path) => path && existsSync(path));
}

/** @throws with instructions if there is no browser */
export function requireChromium(): string {
  const path = findChromium();
  if (path) return path;
  throw new Error(
    "The browser tests need Chrome or Chromium. Install one (on Debian: apt-get install chromium; anywhere: npx playwright install chromium), or name it in CHROME_PATH.",
  );
}

const installOptions: ExecFileSyncOptions = {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
};

/** Installs Debian's Chromium as root on Debian. Otherwise downloads Playwright's, which needs no privileges. */
function installChromium(): void {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("There is no Chrome or Chromium yet: installing Debian's chromium …");
    const packages = ["chromium", "fonts-noto-color-emoji"];
    execFileSync("apt-get", ["update", "-q"], installOptions);
    execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], installOptions);
  } else {
    console.log("There is no Chrome or Chromium yet: letting Playwright download one …");
    const cli = join(
      dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")),
      "cli.js",
    );
    execFileSync(process.execPath, [cli, "install", "chromium"], installOptions);
  }
}

/** Installs Chromium if there is no browser. @throws with instructions if the installation fails */
export function ensureChromium(): string {
  if (!findChromium()) {
    try {
      installChromium();
    } catch {
      // The error of `requireChromium` contains instructions.
    }
  }
  return requireChromium();
}
