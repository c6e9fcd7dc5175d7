import { expect, test } from "vitest";
import { sendableText } from "./sendable-text.ts";

test.each([
  ["  \n\n    if a:\n        b\n\n ", "    if a:\n        b"],
  ["\tx", "\tx"],
  [" \u200b\n\u3164 ", ""],
  ["one\n\n\ntwo", "one\n\n\ntwo"],
])("The composer sends %j as %j, with the indentation of its first line", (text, expected) => {
  expect(sendableText(text)).toBe(expected);
});
