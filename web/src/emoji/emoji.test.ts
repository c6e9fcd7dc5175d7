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
    [":tada:。 「:cat:」 “:dog:” …:cat:！", "🎉。 「🐱」 “🐶” …🐱！"],
    ["😀:cat: :dog:👍🏽", "😀🐱 🐶👍🏽"],
    ["\u200f:cat:\u200f", "\u200f🐱\u200f"],
    [":of-the-workspace::cat:", ":of-the-workspace:🐱"],
    [":wave::skin-tone-3: :v::skin-tone-6:!", "👋🏼 ✌🏿!"],
    [":man_technologist::skin-tone-2:", "👨🏻‍💻"],
    [":cat::skin-tone-3:", "🐱:skin-tone-3:"],
    [":x: `a :cat: b` :cat:\n> :cat:\n\n    :cat:", "❌ `a :cat: b` 🐱\n> 🐱\n\n    :cat:"],
    [
      "|:cat:|b|\n|:--:|-|\n|`:dog:`|:dog:|\n\n1. :cat:\n- [ ] :dog:",
      "|:cat:|b|\n|:--:|-|\n|`:dog:`|:dog:|\n\n1. 🐱\n- [ ] 🐶",
    ],
    [
      "[a](https://a.example/:cat:) :dog: http://h/a:100:b :cat:",
      "[a](https://a.example/:cat:) 🐶 http://h/a:100:b 🐱",
    ],
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
    'cfg {"a":"b",":cat:":1}',
    "`:cat:` and ``` :cat: ```",
    "~~~\n:cat:\n~~~",
    "```\n:cat:",
    "``x :cat: y``",
    "`a\n:cat: b`",
    "    :cat: x",
    "- a\n  ```\n  :cat:\n  ```",
    "> ```\n> :cat:\n> ```",
    "[see :cat: here](https://a.example)",
    "好:tada:好",
    '"icon": ":cat:"',
    "[[:cat:]]",
    ":skin-tone-3:",
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
