import { expect, test } from "vitest";
import { plainText } from "../../../contract/formatting/plain-text.ts";
import { textCommands } from "./text-commands.ts";

test("/shrug shows both arms, /me is in italics, and /code keeps its backticks", () => {
  expect(plainText(textCommands.shrug?.("Who knows") ?? "")).toBe("Who knows ¯\\_(ツ)_/¯");
  expect(plainText(textCommands.shrug?.("") ?? "")).toBe("¯\\_(ツ)_/¯");
  expect(plainText(textCommands.me?.("waves") ?? "")).toBe("waves");
  expect(plainText(textCommands.code?.("a ``` b **c**") ?? "")).toContain("a ``` b **c**");
});
