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

/** Debian's headless shell. It needs two thirds of the CPU time of Chromium, but shows no notifications. */
const headlessShell = "/usr/lib/chromium/chromium-headless-shell";
const debianChromium = "/usr/lib/chromium/chromium";

const isRootOnDebian = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");

/** Finds the system's Chrome or Chromium, or one that Playwright installed. */
const findChromium = (): string | undefined =>
  [...usualPlaces, chromium.executablePath()].find((path) => path && existsSync(path));

/** @throws with instructions if there is no browser */
export function requireChromium(): string {
  const path = findChromium();
  if (path) return path;
  throw new Error(
    "The browser tests need Chrome or Chromium. Install one (on Debian: apt-get install chromium; anywhere: npx playwright install chromium), or name it in CHROME_PATH.",
  );
}

/** Finds the headless shell, or else a whole browser. `CHROME_PATH` overrides both. @throws if there is none */
export const requireHeadless = (): string =>
  !process.env.CHROME_PATH && existsSync(headlessShell) ? headlessShell : requireChromium();

const installOptions: ExecFileSyncOptions = {
  stdio: ["ignore", "ignore", "inherit"],
  env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
};

function installDebianPackages(...packages: string[]): void {
  const install = ["install", "-q", "-y", "--no-install-recommends", ...packages];
  // Only the downloads have a time limit, because an interrupted installation would break the packages.
  const timeout = 120_000;
  execFileSync("apt-get", ["update", "-q"], { ...installOptions, timeout });
  execFileSync("apt-get", [...install, "--download-only"], { ...installOptions, timeout });
  execFileSync("apt-get", install, installOptions);
}

/** Installs Debian's Chromium as root on Debian. Otherwise downloads Playwright's, which needs no privileges. */
function installChromium(): void {
  if (isRootOnDebian) {
    console.log("There is no Chrome or Chromium yet: installing Debian's chromium …");
    installDebianPackages("chromium", "chromium-headless-shell", "fonts-noto-color-emoji");
  } else {
    console.log("There is no Chrome or Chromium yet: letting Playwright download one …");
    const cli = join(
      dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")),
      "cli.js",
    );
    execFileSync(process.execPath, [cli, "install", "chromium"], installOptions);
  }
}

/** Adds the headless shell to Debian's Chromium. The tests also pass without it, but take longer. */
function addHeadlessShell(): void {
  if (!isRootOnDebian || !existsSync(debianChromium) || existsSync(headlessShell)) return;
  console.log("Installing Debian's chromium-headless-shell, which makes the browser tests faster …");
  installDebianPackages("chromium-headless-shell");
}

/**
 * Installs Chromium if there is no browser, and Debian's headless shell beside Debian's Chromium.
 *
 * @returns the browser's path
 * @throws with instructions if there is no browser and the installation fails
 */
export function ensureChromium(): string {
  try {
    if (findChromium()) addHeadlessShell();
    else installChromium();
  } catch {
    // Without any browser, the error of `requireChromium` contains instructions.
  }
  return requireHeadless();
}
