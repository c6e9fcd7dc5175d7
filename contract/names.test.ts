import { describe, expect, test } from "vitest";
import { displayName, replaceHidden } from "./names.ts";

const Name = displayName(1, 100);
const codeOf = (name: string) => Name.safeParse(name).error?.issues[0]?.message;

describe("A name", () => {
  test.each([
    "Ada Lovelace",
    "Özgür Ünal",
    "Ольга Петрова",
    "李明 Ming",
    "東京タワーTokyo",
    "محمد علي",
    "שלום",
    "می‌خواهم",
    "क्‍ष",
    "Family 👨‍👩‍👧‍👦",
    "Scotland 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "Heart ❤️",
    "Иван (Ivan)",
    "O’Brien-Smith",
    "Zoë",
    "1",
  ])("can be %j", (name) => {
    expect(codeOf(name)).toBeUndefined();
  });

  test.each([
    ["photo\u202Egpj.exe", "hidden-characters"],
    ["a\u2066b", "hidden-characters"],
    ["a\u200Eb", "hidden-characters"],
    ["a\u061Cb", "hidden-characters"],
    ["a\u0007b", "hidden-characters"],
    ["a\nb", "hidden-characters"],
    ["a\u2028b", "hidden-characters"],
    ["ad\u200Bmin", "hidden-characters"],
    ["\u200B", "hidden-characters"],
    ["\uFEFFadmin", "hidden-characters"],
    ["ad\u00ADmin", "hidden-characters"],
    ["\u3164", "hidden-characters"],
    [" ", "not-visible"],
    ["\u200D", "not-visible"],
    ["\u2800", "not-visible"],
    ["\u00A0\u3000", "not-visible"],
    ["\u0430dmin", "mixed-scripts"],
    ["Ann\u0391", "mixed-scripts"],
  ])("cannot be %j: %s", (name, code) => {
    expect(codeOf(name)).toBe(code);
  });
});

test("replaceHidden keeps a file's extension from being reversed", () => {
  expect(replaceHidden("photo\u202Egpj.exe", "_")).toBe("photo_gpj.exe");
});
