import fc from "fast-check";
import { expect, test } from "vitest";
import { numberedStatement, numberParameters } from "./sql-parameters.ts";

const types: Record<string, string> = { a: "text", b: "bigint", "0": "uuid" };
const number = (sql: string) => numberParameters(sql, (name) => types[name]);

test("A named parameter becomes a numbered one with its type, and the same name gets the same number", () => {
  expect(number("SELECT :a, :b, :a")).toEqual({
    text: "SELECT $1::text, $2::bigint, $1::text",
    names: ["a", "b"],
  });
  expect(number("SELECT :0::uuid").text).toBe("SELECT $1::uuid::uuid");
  expect(number("(:a,:b)").text).toBe("($1::text,$2::bigint)");
});

test("Text in strings, comments and casts that resembles a parameter stays unchanged", () => {
  for (const sql of [
    "SELECT x::a",
    "SELECT ':a', 'it''s :a'",
    "SELECT e'\\':a'",
    'SELECT ":a"',
    "SELECT 1 -- :a",
    "SELECT 1 /* :a */",
    "SELECT $$ :a $$",
    "SELECT $body$ :a $$ :b $body$",
    "SELECT :unknown",
  ]) {
    expect(number(sql)).toEqual({ text: sql, names: [] });
  }
});

test("A parameter is found after strings, comments and casts", () => {
  const before = fc.constantFrom("'x:a'", '"x:a"', "$$:a$$", "/*:a*/", "--:a\n", "x::a", "e'\\':a'");
  fc.assert(
    fc.property(fc.array(before), (parts) => {
      const { names, text } = number(`${parts.join(" ")} :b`);
      expect(names).toEqual(["b"]);
      expect(text).toBe(`${parts.join(" ")} $1::bigint`);
    }),
  );
});

test("A repeated statement has the types of its parameters, not those of the first call", () => {
  const text = (types: Record<string, string>) =>
    numberedStatement("SELECT :a, :b", new Map(Object.entries(types))).text;
  for (const _ of [1, 2]) {
    expect(text({ a: "text", b: "uuid" })).toBe("SELECT $1::text, $2::uuid");
    expect(text({ a: "uuid", b: "text" })).toBe("SELECT $1::uuid, $2::text");
    expect(text({ b: "text" })).toBe("SELECT :a, $1::text");
  }
});

test("A statement is prepared once functions have sent it five times, under a name of its own", () => {
  const preparedAs = (sql: string) => numberedStatement(sql, new Map([["a", "text"]])).preparedAs;
  const names = ["SELECT :a, 'first'", "SELECT :a, 'second'"].map((sql) => {
    expect([1, 2, 3, 4].map(() => preparedAs(sql))).toEqual([undefined, undefined, undefined, undefined]);
    expect(preparedAs(sql)).toBe(preparedAs(sql));
    return preparedAs(sql);
  });
  expect(new Set(names).size).toBe(2);
  expect(names).not.toContain(undefined);
});
