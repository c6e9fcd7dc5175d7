import { spawn } from "node:child_process";
import { expect, test } from "vitest";
import { root } from "../../infra/build-output.ts";

/** Runs a program of the repository. @returns its exit code, and its output for the report of a failure */
async function run(program: string, args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", program, ...args], { cwd: root });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

test.each(["overview", "realtime", "data", "web"])("The benchmark %s runs to its end", async (name) => {
  const { code, output } = await run("tests/bench/run.ts", [name, "--small"]);
  expect(code, output).toBe(0);
});

test.each(["cost", "capacity"])("The estimate npm run %s prints a table", async (name) => {
  const { code, output } = await run(`infra/estimates/print-${name}.ts`, []);
  expect([code, output]).toEqual([0, expect.stringContaining("10,000 online")]);
});
