import { spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";
import { launchBrowser } from "../browser/browser.ts";
import { programs, withoutShortRun } from "./programs.ts";

/** Runs a program of the repository. @returns its exit code, and its output for the report of a failure */
async function run(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], { cwd: root });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

const short = Object.keys(programs).filter((name) => !Object.hasOwn(withoutShortRun, name));

test.each(short)("The benchmark %s runs to its end", async (name) => {
  const { code, output } = await run("tests/bench/run.ts", [name, "--small"]);
  expect(code, output).toBe(0);
});

test("The report plots each figure of the benchmarks, and the profiles as flame graphs", async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const errors: Error[] = [];
    page.on("pageerror", (error) => errors.push(error));
    await page.goto(pathToFileURL(join(root, ".build/bench-small/report.html")).href);
    expect(errors).toEqual([]);
    for (const figure of ["Cold start of a function", "Time of each call", "ChatFlow: CPU of a message"])
      expect(await page.locator(`h3:text-is("${figure}") + figure svg`).count(), figure).toBeGreaterThan(0);
    const flames = page.locator('h3:text-is("Direct conversations: CPU of Socket") + figure');
    await expect.poll(() => flames.innerText()).toMatch(/\w\.ts:\d+/);
  } finally {
    await browser.close();
  }
});

test.each(["cost", "capacity"])("The estimate npm run %s prints a table", async (name) => {
  const { code, output } = await run(`infra/estimates/print-${name}.ts`, []);
  expect([code, output]).toEqual([0, expect.stringContaining("10,000 online")]);
});
