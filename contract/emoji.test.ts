import { expect, test } from "vitest";
import { Emoji, isEmojiToken, ReactionEmoji } from "./emoji.ts";

test.each([
  ["👍", "👍"],
  ["👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"],
  [encodeURIComponent("👍🏽"), "👍🏽"],
  ["👍👍", undefined],
  ["a", undefined],
  ["1", undefined],
  ["", undefined],
  ["%", undefined],
  ["%F0%9F", undefined],
])("The emoji in %j is %j", (text, expected) => {
  expect([Emoji, ReactionEmoji].map((schema) => schema.safeParse(text).data)).toEqual([expected, expected]);
});

test.each([
  [":shipit:", true],
  [":a1:", true],
  [`:${"x".repeat(32)}:`, true],
  [":+_-:", true],
  [":a:", false],
  [`:${"x".repeat(33)}:`, false],
  [":Ship:", false],
  ["shipit:", false],
  [":shipit", false],
  ["a :shipit:", false],
  [":shipit: b", false],
])("Whether %j names an emoji of the workspace is %s, and only reactions accept it", (text, expected) => {
  expect(isEmojiToken(text)).toBe(expected);
  expect(ReactionEmoji.safeParse(text).success).toBe(expected);
  expect(Emoji.safeParse(text).success).toBe(false);
});
