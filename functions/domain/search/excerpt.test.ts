import fc from "fast-check";
import { expect, test } from "vitest";
import { lineOf, plainText } from "../../../contract/formatting/plain-text.ts";
import { messageText } from "../../../contract/formatting/testing.ts";
import { limits } from "../../../contract/limits.ts";
import { growthOf } from "../../../contract/testing/growth.ts";
import { excerptOf } from "./excerpt.ts";

/** Writes an excerpt with brackets around the matches. */
const marked = (content: string, query: string) =>
  excerptOf(content, query)
    .map(({ text, isMatch }) => (isMatch ? `[${text}]` : text))
    .join("");

test.each([
  ["**A Fox** and `foxes`\n- fo", "fox", "A [Fox] and [fox]es • fo"],
  ["A fox and foxes", "fox a", "[A] [fox] [a]nd foxes"],
  ["A fox and foxes", "fox ", "A [fox] and foxes"],
  ["well-known", "well-kn", "[well-kn]own"],
  ["A fox and a wolf", "wolf -fox", "A fox and a [wolf]"],
  ["```console.log(1)```", "log", "console.[log](1)"],
  ["(a|b", "b", "(a|[b]"],
  ["nothing", "-", "nothing"],
])("The excerpt of %j for %j is %j", (content, query, expected) => {
  expect(marked(content, query)).toBe(expected);
});

test("The excerpt of a long text contains the first match with a few words before it", () => {
  const excerpt = marked(`${"word ".repeat(500)}needle${" word".repeat(500)}`, "needle");
  expect(excerpt).toMatch(/^(?:word )+\[needle\](?: word)+ ?(?:w|wo|wor)?$/);
  expect(excerpt.length).toBeLessThan(250);
});

test.each(["$", "漢", "a "])(
  "The time for an excerpt does not grow with the length of the query, if query and text repeat %j",
  (part) => {
    const text = part.repeat(limits.message.max / part.length);
    const excerptFor = (query: string) => excerptOf(text, query);
    expect(growthOf(excerptFor, part, limits.searchQuery / 16)).toBeLessThan(6);
  },
);

test("An excerpt is a part of the text that the message shows", () => {
  fc.assert(
    fc.property(messageText, fc.string({ unit: "grapheme" }), (content, query) => {
      const text = excerptOf(content, query)
        .map((piece) => piece.text)
        .join("");
      expect(lineOf(plainText(content))).toContain(text);
    }),
  );
});
