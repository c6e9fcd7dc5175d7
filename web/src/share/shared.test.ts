import { expect, test } from "vitest";
import { joinParts } from "./shared.ts";

test("Title, text and address become lines, and no line repeats a part of another one", () => {
  expect(joinParts(["News", "Read this", "https://example.com/a"])).toBe(
    "News\nRead this\nhttps://example.com/a",
  );
  expect(joinParts(["News", "See https://example.com/a", "https://example.com/a"])).toBe(
    "News\nSee https://example.com/a",
  );
  expect(joinParts(["Same", "Same", ""])).toBe("Same");
  expect(joinParts([" ", ""])).toBe("");
});
