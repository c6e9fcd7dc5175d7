import fc from "fast-check";
import { expect, test } from "vitest";
import { limits } from "./limits.ts";
import { mentionedUsernames, mentionsIn } from "./mentions.ts";

test.each([
  ["@ada hello", ["ada"]],
  ["hello @Ada.", ["ada"]],
  ["(@ada-l_1), @bob: see @ada-l_1", ["ada-l_1", "bob"]],
  ["@a.b.c!", ["a.b.c"]],
  ["ada@example.com", []],
  ["https://x.example/@ada", []],
  ["@@ada @ab @", []],
  ["`@ada` and ```\n@bob\n``` but @cyd", ["cyd"]],
  ["```\n@ada is in a block that never ends", []],
])("The text %j mentions the usernames %j", (text, usernames) => {
  expect(mentionedUsernames(text)).toEqual(usernames);
});

test("A mention's positions enclose its text", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("@ada", "@Bob_1", " ", "x", "`", "👍", ".", "\n", "@")), (parts) => {
      const text = parts.join("");
      for (const { start, end, username } of mentionsIn(text)) {
        expect(text.slice(start, end).toLowerCase()).toBe(`@${username}`);
      }
    }),
  );
});

test("A text mentions at most as many users as the limit allows", () => {
  const text = Array.from({ length: 80 }, (_, at) => `@person${at}`).join(" ");
  expect(mentionedUsernames(text)).toHaveLength(limits.mentions);
});
