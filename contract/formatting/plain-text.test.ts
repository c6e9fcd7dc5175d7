import fc from "fast-check";
import { expect, test } from "vitest";
import { plainLine, plainText } from "./plain-text.ts";
import { messageText } from "./testing.ts";

test.each([
  ["```console.log(1)```", "console.log(1)"],
  ["**Done**: see [the plan](https://a.example)", "Done: see the plan"],
  ["> quoted\n\nanswer", "quoted answer"],
  ["1986. A great year.", "1986. A great year."],
  ["2. a\n5. b", "2. a 5. b"],
  ["- [ ] milk\n- [x] eggs", "☐ milk ☑ eggs"],
  ["a | b\n- | -\nc | d", "a | b c | d"],
  ["¯\\_(ツ)_/¯", "¯\\_(ツ)_/¯"],
])("The preview of %j is %j", (content, preview) => {
  expect(plainLine(content)).toBe(preview);
});

test("A preview is one line of the text that the message shows", () => {
  fc.assert(
    fc.property(messageText, (content) => {
      expect(plainLine(content)).toBe(plainText(content).split(/\s+/).filter(Boolean).join(" "));
    }),
  );
});
