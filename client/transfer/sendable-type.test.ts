import { expect, test } from "vitest";
import { sendableType } from "./sendable-type.ts";

test.each([
  ["image/png", "image/png"],
  ["Text/Plain; charset=utf-8", "text/plain"],
  ["application/vnd.ms-excel", "application/vnd.ms-excel"],
  ["application/x_odd", "application/octet-stream"],
  [`application/${"x".repeat(100)}`, "application/octet-stream"],
  ["", "application/octet-stream"],
])("A file with the media type %j is sent as %j", (chosen, expected) => {
  expect(sendableType(chosen)).toBe(expected);
});
