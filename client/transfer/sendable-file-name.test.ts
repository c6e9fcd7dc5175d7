import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { NewAttachment } from "../../contract/attachments.ts";
import { sendableFileName } from "./sendable-file-name.ts";

describe("The name under which a file is sent", () => {
  test.each([
    ["menu.png", "menu.png"],
    ["a/b\\c.txt", "a_b_c.txt"],
    ["photo\u202Egpj.exe", "photo_gpj.exe"],
    ["broken\uD83D.txt", "broken_.txt"],
    [`${"😀".repeat(250)}.png`, `${"😀".repeat(196)}.png`],
    ["", "file"],
    [" \u200D", "file"],
  ])("is the file's own as far as the contract allows it: %j", (name, expected) => {
    expect(sendableFileName(name)).toBe(expected);
  });

  const piece = fc.constantFrom(
    "a",
    ".",
    "/",
    "\\",
    "\u0000",
    "\u202E",
    "\uD83D",
    "\uDE00",
    "😀",
    "👩‍👩‍👧",
    "e\u0301",
    " ",
  );

  test("fits the contract, whatever the file is called", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 300 }), (pieces) => {
        const fileName = sendableFileName(pieces.join(""));
        const file = { fileName, contentType: "image/png", sizeBytes: 1 };
        expect(NewAttachment.safeParse(file).error).toBeUndefined();
      }),
    );
  });
});
