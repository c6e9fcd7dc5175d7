import { type ExecFileSyncOptions, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
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

/** Makes sure that there is a browser: as root on a Debian system, by installing Debian's. */
export function ensureChromium(): string {
  const isDebianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!findChromium() && isDebianRoot) {
    console.log("There is no Chrome or Chromium yet: installing Debian's chromium …");
    const quietly: ExecFileSyncOptions = {
      stdio: ["ignore", "ignore", "inherit"],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    };
    execFileSync("apt-get", ["update", "-q"], quietly);
    execFileSync(
      "apt-get",
      ["install", "-q", "-y", "--no-install-recommends", "chromium", "fonts-noto-color-emoji"],
      quietly,
    );
  }
  return requireChromium();
}
