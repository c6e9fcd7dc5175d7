import fc from "fast-check";
import { expect, test } from "vitest";
import { plainLineParts } from "./plain-line-parts.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { messageText } from "./testing.ts";

test.each([
  ["```console.log(1)```", "console.log(1)"],
  ["```ts\nclose(panel);\n```", "close(panel);"],
  ["> ```js\n> a\n> ```", "a"],
  ["**Done**: see [the plan](https://a.example)", "Done: see the plan"],
  ["> quoted\n\nanswer", "quoted answer"],
  ["1986. A great year.", "1986. A great year."],
  ["2. a\n5. b", "2. a 5. b"],
  ["# Plan\ntext", "Plan text"],
  ["- a\n- b", "• a • b"],
  ["1. [x] a\n2. [ ] b", "1. ☑ a 2. ☐ b"],
  ["\n*a* \n", "a"],
  ["- [ ] milk\n- [x] eggs", "☐ milk ☑ eggs"],
  ["a | b\n- | -\nc | d", "a | b c | d"],
  ["¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"],
])("The preview of %j is %j", (content, preview) => {
  expect(plainLine(content)).toBe(preview);
});

test("The text of a message contains the languages of its code", () => {
  expect(plainText("```ts\nx\n```\n```\ny\n```")).toBe("ts\nx\ny");
});

test("A preview is one line of the words that the message shows, in their order", () => {
  fc.assert(
    fc.property(messageText, (content) => {
      const words = plainText(content).split(/\s+/);
      let place = 0;
      for (const word of plainLine(content).split(" ")) {
        place = words.indexOf(word, place) + 1;
        expect(place).toBeGreaterThan(0);
      }
    }),
  );
});

test.each([
  [":shipit: and `:shipit:`", [":shipit:", " and :shipit:"]],
  ["> **done** :lgtm:\n\n- :a1::b2: ", ["done ", ":lgtm:", " • ", ":a1:", ":b2:"]],
  ["std::cat::dog at 1:30:", ["std::cat::dog at 1:30:"]],
])("The preview of %j has the parts %j", (content, parts) => {
  expect(plainLineParts(content).map((part) => (typeof part === "string" ? part : part.text))).toEqual(parts);
});

test("After the first names of emoji, a preview is text", () => {
  const name = { type: "emoji", text: ":aa:" };
  expect(plainLineParts(":aa: ".repeat(4), 2)).toEqual([
    expect.objectContaining(name),
    " ",
    expect.objectContaining(name),
    " :aa: :aa:",
  ]);
});

test("The parts of a preview are the whole preview", () => {
  fc.assert(
    fc.property(messageText, (content) => {
      const texts = plainLineParts(content).map((part) => (typeof part === "string" ? part : part.text));
      expect(texts.join("")).toBe(plainLine(content));
    }),
  );
});
