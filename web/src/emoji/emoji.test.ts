import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { withEmoji } from "./emoji.ts";

describe("A shortcode in a message", () => {
  test.each([
    [":tada:", "🎉"],
    ["done :tada:", "done 🎉"],
    ["(:cat:)", "(🐱)"],
    ["**:cat:**, :dog:!", "**🐱**, 🐶!"],
    [":cat::dog:", "🐱🐶"],
    ["a\n:+1:\nb", "a\n👍\nb"],
    [":slightly_smiling_face:.", "🙂."],
  ])("becomes an emoji if it is a whole word: %j", (text, expected) => {
    expect(withEmoji(text)).toBe(expected);
  });

  test.each([
    "std::cat::dog",
    "1:100:1",
    "http://h/a:100:b",
    "at 10:100:30",
    "::cat::",
    "x:cat:",
    ":cat:x",
    ":cat",
    ":nothing-of-this-name:",
    ":cat::nothing-of-this-name:",
    'cfg {"a":"b",":cat:":1}',
    "`:cat:` and ``` :cat: ```",
    "~~~\n:cat:\n~~~",
    "```\n:cat:",
    "好:tada:好",
  ])("stays as typed inside a word, an address or code: %j", (text) => {
    expect(withEmoji(text)).toBe(text);
  });

  test("changes nothing else in any text", () => {
    const word = fc.constantFrom(
      ":cat:",
      // Not "a", because :a: is an emoji.
      "qq",
      ":",
      "::",
      "`",
      "1:100:1",
      "\n",
      " ",
      "**",
      "ü",
      ":DD",
      "é:tada:",
    );
    fc.assert(
      fc.property(fc.array(word), (words) => {
        const text = words.join("");
        const changed = withEmoji(text);
        expect(changed.replaceAll("🐱", ":cat:").replaceAll("🎉", ":tada:")).toBe(text);
      }),
    );
  });
});
