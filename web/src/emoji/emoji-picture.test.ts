import { describe, expect, test } from "vitest";
import { EmojiName } from "../../../contract/custom-emoji.ts";
import { suggestedName } from "./emoji-picture.ts";

describe("A file suggests a name for its emoji", () => {
  test.each([
    ["Party Parrot.gif", "party_parrot"],
    ["ship-it+1.v2.png", "ship-it+1_v2"],
    ["Über uns (1).jpg", "ber_uns_1"],
    ["shipit", "shipit"],
    ["  .png", ""],
    [`${"a".repeat(50)}.png`, "a".repeat(32)],
  ])("%j: %j", (fileName, name) => {
    expect(suggestedName(fileName)).toBe(name);
    if (name.length > 1) expect(EmojiName.parse(name)).toBe(name);
  });
});
