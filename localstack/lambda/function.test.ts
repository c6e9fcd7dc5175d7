import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { root } from "../../infra/build-output.ts";
import { testFunction } from "../testing/functions.ts";

test("A handler receives the event and its own environment, and none of the local stack's variables", async () => {
  process.env.CHATFLOW_TEST_SECRET = "ours";
  const fn = testFunction(
    "async (event, context) => ({ event, name: context.functionName, env: process.env })",
    {
      environment: { GREETING: "hello" },
    },
  );
  const result = await fn.invoke({ a: 1 }, "test");
  expect(result).toMatchObject({
    event: { a: 1 },
    name: "Test",
    env: { GREETING: "hello", AWS_REGION: "us-east-1" },
  });
  expect(result).not.toHaveProperty("env.CHATFLOW_TEST_SECRET");
});

test("A handler runs on AWS's version of Node if npm has it for this platform, otherwise on the installed one", async () => {
  const fn = testFunction("async () => process.version");
  const hasPackage = existsSync(join(root, `node_modules/node-${process.platform}-${process.arch}`));
  const [major] = process.version.split(".");
  expect(await fn.invoke({}, "test")).toMatch(new RegExp(`^${hasPackage ? "v24" : major}\\.`));
});

test("An instance runs one invocation at a time, and is reused", async () => {
  const fn = testFunction(`(() => {
    let running = 0;
    return async () => {
      running++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      const seen = running--;
      return { seen, pid: process.pid };
    };
  })()`);
  const Result = z.object({ seen: z.number(), pid: z.number() });
  const answers = await Promise.all(Array.from({ length: 40 }, () => fn.invoke({}, "test")));
  const results = answers.map((answer) => Result.parse(answer));
  expect(results.every(({ seen }) => seen === 1)).toBe(true);
  expect(new Set(results.map(({ pid }) => pid)).size).toBeLessThanOrEqual(fn.pids.length);
});

test("A handler's error keeps its type and message", async () => {
  const fn = testFunction("async () => { throw new TypeError('broken'); }");
  await expect(fn.invoke({}, "test")).rejects.toMatchObject({ errorType: "TypeError", message: "broken" });
});

test("A handler that exceeds its timeout is killed, and the next invocation gets a new instance", async () => {
  const fn = testFunction("async (event) => event.hang ? new Promise(() => {}) : process.pid", {
    // Enough for a new process on a busy machine.
    timeoutMs: 5_000,
  });
  const before = await fn.invoke({}, "test");
  await expect(fn.invoke({ hang: true }, "test")).rejects.toThrow("Task timed out after 5.00 seconds");
  expect(await fn.invoke({}, "test")).not.toBe(before);
});

test("A handler that ends its process fails the invocation, and the next one gets a new instance", async () => {
  const fn = testFunction("async (event) => event.exit ? process.exit(3) : 'fine'");
  await expect(fn.invoke({ exit: true }, "test")).rejects.toThrow("exit status 3");
  expect(await fn.invoke({}, "test")).toBe("fine");
});

test("A bundle that does not load fails each invocation", async () => {
  const fn = testFunction("(() => { throw new Error('no configuration'); })()");
  await expect(fn.invoke({}, "test")).rejects.toThrow("no configuration");
  await expect(fn.invoke({}, "test")).rejects.toThrow("no configuration");
});

test("A function's log contains one line per invocation, and the function's output", async () => {
  const lines: string[] = [];
  const fn = testFunction(
    "async () => { console.log('from inside'); return 1; }",
    {},
    { line: (text) => lines.push(text) },
  );
  await fn.invoke({}, "GET /thing", () => "200");
  await expect.poll(() => lines).toContain("Test | from inside");
  expect(lines.filter((line) => /^Test GET \/thing 200 \d+ ms$/.test(line))).toHaveLength(1);
});
