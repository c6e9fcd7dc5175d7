import fc from "fast-check";
import { expect, test } from "vitest";
import { keywordsIn } from "./keywords.ts";

test.each([
  ["The Café opens at nine.", "cafe", true],
  ["the cafeteria", "cafe", false],
  ["Is **Release 2.0** out?", "release 2.0", true],
  ["release of 2.0", "release 2.0", false],
  ["the well-known bug", "well known", true],
  ["明日の会議室です", "会議", true],
  ["会議abc", "会議 abc", true],
  ["明日の議会", "会議", false],
  ["会議室です", "会議室", true],
  ["会議と室", "会議室", false],
  ["会議 室", "会議室", false],
  ["foobar", "foo", false],
  ["会議", "会", true],
  ["🎉 done", "🎉", true],
  ["I don\u2019t", "dont", true],
  ["i dont", "don't", true],
  ["I don\u2019t know", "I dont know", true],
  ["We rock'n'roll here", "we rocknroll here", true],
  ["I don\u2019t really know", "I dont know", false],
  ["anything", "...", false],
  ["anything", "", false],
  ["[a label](https://ada.example)", "label", true],
])("Whether the text %j has the keyword %j is %s", (content, keyword, expected) => {
  expect(keywordsIn(content)(["nothing else", keyword])).toBe(expected);
});

test("A text without a word of the keyword has none, and each word of a text is a keyword of it", () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  fc.assert(
    fc.property(fc.array(word, { minLength: 1 }), word, (words, keyword) => {
      expect(keywordsIn(words.join(" "))([keyword])).toBe(words.includes(keyword));
    }),
  );
});
