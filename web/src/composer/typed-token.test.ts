import { expect, test } from "vitest";
import { tokenBefore } from "./typed-token.ts";

const typed = (text: string) => tokenBefore(text, text.length, { hasCommands: true });

test.each([
  ["hello @ad", "mention", "ad"],
  ["(@", "mention", ""],
  ["so :sm", "emoji", "sm"],
  ["「:sm", "emoji", "sm"],
  ["(**:sm", "emoji", "sm"],
  ["❤️:sm", "emoji", "sm"],
  ["👍🏽:sm", "emoji", "sm"],
  ["❤️@ka", "mention", "ka"],
  ["❤️#des", "channel", "des"],
  ["日本 @ü", "mention", "ü"],
  ["会議@ka", "mention", "ka"],
  ["「＠", "mention", ""],
  ["**@ka", "mention", "ka"],
  ["a:@ka", "mention", "ka"],
  ["@u\u0308", "mention", "u\u0308"],
  ["/top", "command", "top"],
  ["see #des", "channel", "des"],
  ["#", "channel", ""],
  ["(#", "channel", ""],
  ["会議#設", "channel", "設"],
  ["#q1.release", "channel", "q1.release"],
])("The text %j has suggestions for a %s with the letters %j", (text, kind, letters) => {
  expect(typed(text)).toMatchObject({ kind, letters });
});

test.each([
  "std::cat",
  "1:100",
  "http://h/a:100",
  "ada@example",
  "x/@ka",
  "@@ka",
  "at :3",
  "時間:30",
  "a_:sm",
  "see /top",
  "done. ",
  "# ",
  "# heading",
  "##",
  "C#",
  "&#39",
  "https://h/a#b",
])("The text %j has no suggestions", (text) => {
  expect(typed(text)).toBeUndefined();
});

test("Letters within a code span have no suggestions", () => {
  for (const letters of ["@ka", "#ka"])
    expect(tokenBefore(`\`a ${letters}\``, 3 + letters.length, { hasCommands: true })).toBeUndefined();
});
