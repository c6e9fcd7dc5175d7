import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { chromium } from "playwright-core";

/** Where systems keep a Chrome or Chromium. */
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

/** A Chrome or Chromium of this machine: the system's, or one that Playwright has installed. */
export function findChromium(): string | undefined {
  return [...usualPlaces, chromium.executablePath()].find((path) => path && existsSync(path));
}

/** @throws with what to do, if there is none */
export function requireChromium(): string {
  const path = findChromium();
  if (path) return path;
  throw new Error(
    "The browser tests need Chrome or Chromium. Install one (on Debian: apt-get install chromium; anywhere: npx playwright install chromium), or name it in CHROME_PATH.",
  );
}

const quietly: ExecFileSyncOptions = {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
};

/** As root on a Debian system, Debian's own; as anybody else, Playwright's download, which needs no rights. */
function installChromium(): void {
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    console.log("There is no Chrome or Chromium yet: installing Debian's chromium …");
    const packages = ["chromium", "fonts-noto-color-emoji"];
    execFileSync("apt-get", ["update", "-q"], quietly);
    execFileSync("apt-get", ["install", "-q", "-y", "--no-install-recommends", ...packages], quietly);
  } else {
    console.log("There is no Chrome or Chromium yet: letting Playwright download one …");
    const cli = join(
      dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")),
      "cli.js",
    );
    execFileSync(process.execPath, [cli, "install", "chromium"], quietly);
  }
}

/** Makes sure that there is a browser. @throws with what to do, if there is none and none can be had */
export function ensureChromium(): string {
  if (!findChromium()) {
    try {
      installChromium();
    } catch {
      // What to do instead is said by the error of the next line.
    }
  }
  return requireChromium();
}
