import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { ServerFrame } from "./frames.ts";
import { DisplayedName, displayed, displayName, replaceHidden } from "./names.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

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
    "❤️‍🔥 👩🏽‍💻 ‼️ ©️ ℹ️ #️⃣ 1️⃣",
    "葛󠄀",
    "Иван (Ivan)",
    "O’Brien-Smith",
    "Zoë",
    "1",
  ])("can be %j", (name) => {
    expect(codeOf(name)).toBeUndefined();
    expect(displayed(name)).toBe(name);
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
    ["\u200D", "hidden-characters"],
    ["ada\u200D", "hidden-characters"],
    ["ad\u200Ca", "hidden-characters"],
    ["ada\uFE0F", "hidden-characters"],
    ["ada 1\uFE0F", "hidden-characters"],
    ["ada\u{E0061}", "hidden-characters"],
    ["Heart \u2764\uFE0F\uFE0F", "hidden-characters"],
    ["Family \u{1F468}\u200D\u200D\u{1F469}", "hidden-characters"],
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

test("A name that was stored before the rules shows \uFFFD in place of each hidden character", () => {
  expect(displayed("photo\u202Egpj.exe")).toBe("photo\uFFFDgpj.exe");
  expect(displayed("\u200D")).toBe("\uFFFD");
});

/** The schema of a value that may be absent. */
const required = (schema: unknown): unknown =>
  schema instanceof z.ZodMiniNullable || schema instanceof z.ZodMiniOptional
    ? required(schema.def.innerType)
    : schema;

test("Every answer and event neutralises the names that it contains", () => {
  const names: [string, unknown][] = [];
  const collect = (schema: z.core.$ZodType) =>
    z.toJSONSchema(schema, {
      unrepresentable: "any",
      override: ({ zodSchema }) => {
        if (!(zodSchema instanceof z.ZodMiniObject)) return;
        names.push(...Object.entries(zodSchema.shape).filter(([key]) => /name$/i.test(key)));
      },
    });
  collect(ServerFrame);
  for (const { answers } of Object.values<Route>(routes)) {
    for (const schema of Object.values(answers)) if (schema) collect(schema);
  }
  // The rule for usernames has never allowed hidden characters.
  const displayed = names.filter(([key]) => key !== "username");
  expect(new Set(displayed.map(([key]) => key))).toEqual(
    new Set(["fileName", "fullName", "name", "workspaceName"]),
  );
  for (const [, schema] of displayed) expect(required(schema)).toBe(DisplayedName);
});
