import { expect, test } from "vitest";
import { limits } from "../../contract/limits.ts";
import { countCharacters } from "../../contract/text.ts";
import { message } from "../testing/examples.ts";
import { importedTexts } from "./import-conversation.ts";

test("An imported message names its author and time", () => {
  expect(importedTexts(message(1, { content: "Hello" }), "Ada")).toEqual([
    "**Ada** · 2026-11-25 09:00 UTC\nHello",
  ]);
});

test("An imported message of the maximum length loses no character", () => {
  const content = "😀".repeat(limits.message.max);
  const texts = importedTexts(message(1, { content }), "Ada");
  expect(texts).toEqual(["**Ada** · 2026-11-25 09:00 UTC", content]);
  expect(Math.max(...texts.map(countCharacters))).toBe(limits.message.max);
});
