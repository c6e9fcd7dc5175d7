import { expect, test } from "vitest";
import type { UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";
import { countCharacters } from "../../contract/text.ts";
import { ada, conversationId, message, messageId } from "../testing/examples.ts";
import { importedTexts } from "./import-conversation.ts";

const nameOf = (id: UserId) => (id === ada ? "Ada" : "Ben");

test("An imported message names its author and time", () => {
  expect(importedTexts(message(1, { content: "Hello" }), nameOf)).toEqual([
    "**Ben** · 2026-11-25 09:00 UTC\nHello",
  ]);
});

test("An imported message of the maximum length loses no character", () => {
  const content = "😀".repeat(limits.message.max);
  const texts = importedTexts(message(1, { content }), nameOf);
  expect(texts).toEqual(["**Ben** · 2026-11-25 09:00 UTC", content]);
  expect(Math.max(...texts.map(countCharacters))).toBe(limits.message.max);
});

test("An imported message that was forwarded names the first author as well", () => {
  const createdAt = "2026-11-24T09:00:00.000Z";
  const forwarded = { senderId: ada, conversationId, messageId: messageId(2), createdAt };
  expect(importedTexts(message(1, { content: "Hello", forwarded }), nameOf)).toEqual([
    "**Ben** ↪ **Ada** · 2026-11-25 09:00 UTC\nHello",
  ]);
});
