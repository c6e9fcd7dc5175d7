import { expect, test } from "vitest";
import { mergedText } from "./merged-text.ts";

test.each([
  ["Hello", "Hello there", "Hello there"],
  ["Hello there", "Hello", "Hello there"],
  ["Hello", "Hello", "Hello"],
  ["", "Hello", "Hello"],
  ["Good morning", "Hello", "Good morning\n\nHello"],
])("The drafts %j here and %j elsewhere become %j", (here, elsewhere, merged) => {
  expect(mergedText(here, elsewhere)).toBe(merged);
});
