import fc from "fast-check";
import { expect, test } from "vitest";
import { typedCommand, withoutEscape } from "./typed-command.ts";

test("A command is a slash and a name at the start, with the text behind it", () => {
  expect(typedCommand("/shrug")).toEqual({ name: "shrug", rest: "" });
  expect(typedCommand("/Topic  Engines and\nmills ")).toEqual({ name: "topic", rest: "Engines and\nmills" });
  expect(typedCommand("/")).toEqual({ name: "", rest: "" });
});

test("Paths, escaped commands, comments and later slashes are no commands", () => {
  for (const text of [
    "/etc/hosts",
    "/etc/hosts is a file",
    " /shrug",
    "//shrug",
    "// a comment",
    "/ 2 is half",
    "and/or",
    "/2.5",
    "",
  ])
    expect(typedCommand(text)).toBeUndefined();
});

test("A second slash is removed only where it kept a command from running", () => {
  expect(withoutEscape("//shrug hi")).toBe("/shrug hi");
  for (const text of ["// a comment", "//", "///x", "//cdn.example/x", "/etc/hosts", "text //shrug"])
    expect(withoutEscape(text)).toBe(text);
});

test("Any command can be sent as text with a second slash", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const command = `/${text}`;
      if (typedCommand(command) && text.trim() !== "" && !/^\s/.test(text)) {
        expect(typedCommand(`/${command}`)).toBeUndefined();
        expect(withoutEscape(`/${command}`)).toBe(command);
      }
    }),
  );
});
