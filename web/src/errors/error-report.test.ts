import { expect, test } from "vitest";
import { ClientError } from "../../../contract/client-errors.ts";
import { errorReport } from "./error-report.ts";

const reportOf = (error: unknown) => errorReport(error, "message", "1.0.0");

test.each([
  ["Cannot read properties of null (reading 'id')", "Cannot read properties of null (reading 'id')"],
  ["x.map is not a function", "x.map is not a function"],
  ['Unexpected text "say "hello" to Ben"', 'Unexpected text "…"'],
  ["No such element: 'the secret plan'", 'No such element: "…"'],
  [
    "Failed to fetch dynamically imported module: https://chat.example/assets/a.js?token=1#x",
    "Failed to fetch dynamically imported module: (address)",
  ],
  ["ada@example.com is taken", "(e-mail) is taken"],
  ["Bad token eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIx", "Bad token (id).eyJzdWIiOiIx"],
  ["No row 0193a4f0-0000-7000-8000-000000000001", "No row (id)"],
])("An error report hides content and secrets of the message %j", (message, expected) => {
  expect(reportOf(new TypeError(message)).message).toBe(expected);
});

test("An error report omits the message of a SyntaxError, which repeats the malformed text", () => {
  let thrown: unknown;
  try {
    JSON.parse("hello world");
  } catch (error) {
    thrown = error;
  }
  const report = reportOf(thrown);
  expect(report).toMatchObject({ name: "SyntaxError", message: "" });
  expect(JSON.stringify(report)).not.toContain("hello");
});

test("An error report omits a thrown value that is not an error", () => {
  expect(reportOf("my draft")).toMatchObject({ name: "Error", message: "not an Error" });
});

test.each([
  [
    "Chromium",
    "TypeError: two\n    at lines (https://chat.example/a.js:1:1)\n    at render (https://chat.example/assets/index-a.js?v=1:10:20)\n    at async https://chat.example/assets/b.js:3:4",
    "at render (/assets/index-a.js:10:20)\nat ? (/assets/b.js:3:4)",
  ],
  [
    "Firefox",
    "render@https://chat.example/assets/index-a.js:10:20\n@https://chat.example/assets/b.js:3:4\n",
    "at render (/assets/index-a.js:10:20)\nat ? (/assets/b.js:3:4)",
  ],
])("An error report contains only functions and places of a stack in %s", (_, stack, expected) => {
  const error = new TypeError("two\n    at lines (https://chat.example/a.js:1:1)");
  error.stack = stack;
  expect(reportOf(error).stack).toBe(expected);
});

test("An error report fits the contract, however long the error is", () => {
  const error = new Error("word ".repeat(1_000));
  error.name = "N".repeat(1_000);
  error.stack = Array.from(
    { length: 100 },
    (_, at) => `f${"x".repeat(200)}@https://a.example/a.js:${at}:1`,
  ).join("\n");
  expect(ClientError.safeParse(reportOf(error)).success).toBe(true);
  error.message = "🦉".repeat(1_000);
  expect(ClientError.safeParse(reportOf(error)).success).toBe(true);
});
