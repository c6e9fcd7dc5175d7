import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";
import { countCharacters, isStorableText, lineOfText, text, visibleText } from "./text.ts";

const anyText = fc.string({ unit: "binary" });

describe("Text", () => {
  test("is counted in code points", () => {
    fc.assert(fc.property(anyText, (value) => countCharacters(value) === [...value].length));
    expect(countCharacters("🦉é")).toBe(2);
  });

  test("is accepted exactly if its length is within the limits and it can be stored", () => {
    fc.assert(
      fc.property(
        anyText,
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 0, max: 20 }),
        (value, min, extra) => {
          const length = countCharacters(value);
          const expected = length >= min && length <= min + extra && isStorableText(value);
          expect(text(min, min + extra).safeParse(value).success).toBe(expected);
        },
      ),
    );
  });

  test("is storable exactly if it survives UTF-8 and has no NUL", () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const survives = new TextDecoder().decode(new TextEncoder().encode(value)) === value;
        expect(isStorableText(value)).toBe(survives && !value.includes("\u0000"));
      }),
    );
    for (const half of ["\ud83e", "\udd89", "a\ud83eb", "\udd89\ud83e"])
      expect(isStorableText(half)).toBe(false);
  });
});

test("A refused text has the code of the rule that it breaks", () => {
  const codeOf = (value: string) => visibleText(0, 5).safeParse(value).error?.issues[0];
  expect(codeOf("")).toBeUndefined();
  expect(codeOf("\u200b")).toMatchObject({ code: "custom", message: "not-visible" });
  expect(codeOf("a\u0000")).toMatchObject({ code: "custom", message: "invalid-text" });
  expect(codeOf("longer")).toMatchObject({ code: "too_big", maximum: 5, inclusive: true });
});

/** Lists the texts in a request that may have several lines, such as `sendMessage.content`. */
function textsOfSeveralLines(name: string, body: z.core.$ZodType): string[] {
  const texts = new Map<string, boolean>();
  z.toJSONSchema(body, {
    io: "input",
    unrepresentable: "any",
    override: ({ zodSchema, path }) => {
      if (!(zodSchema instanceof z.ZodMiniString)) return;
      // A schema with checks comes after the same one without them.
      const field = [name, ...path.filter((part) => part !== "properties")].join(".");
      texts.set(field, texts.get(field) !== false && zodSchema.safeParse("several\nlines of text").success);
    },
  });
  return [...texts].filter(([, accepts]) => accepts).map(([field]) => field);
}

/** Texts whose lines the page keeps, and texts that no page shows as a line. */
const ofSeveralLines = [
  ["content", "description"],
  ["code", "currentPassword", "invitation", "login", "newPassword", "password", "token"],
  // A reminder of a text, which only its user reads.
  ["setTextReminder.text"],
  // The server checks these against a list.
  ["emoji", "timeZone"],
  // Reports of errors, which only the operator reads.
  ["component", "message", "name", "stack", "version"].map((field) => `reportClientError.${field}`),
].flat();

test("Only texts that are not shown as one line may have several lines", () => {
  const found = Object.entries<Route>(routes).flatMap(([name, { body }]) =>
    body ? textsOfSeveralLines(name, body) : [],
  );
  const unexpected = found.filter(
    (path) => !ofSeveralLines.some((field) => path === field || path.endsWith(`.${field}`)),
  );
  expect(unexpected).toEqual([]);
});

test.each(["\n", "\r", "\v", "\f", "\u0085", "\u2028", "\u2029"])(
  "A line of text cannot contain %j",
  (lineBreak) => {
    expect(lineOfText(1, 10).safeParse(`a${lineBreak}b`).error?.issues[0]?.message).toBe("line-break");
    expect(lineOfText(1, 10).safeParse("\u200fa\tb\u200b").success).toBe(true);
  },
);
