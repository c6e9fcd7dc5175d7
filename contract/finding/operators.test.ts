import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  features,
  operatorNames,
  operatorsAsText,
  parseSearch,
  type Restriction,
  timesOf,
  writeOperator,
} from "./operators.ts";

/** Writes a parsed search: its operators and, at the end, its text. */
const written = (query: string) => {
  const { operators, words } = parseSearch(query);
  return [...operators.map(({ name, value }) => `${name} ${value}`), words.trim().replace(/\s+/g, " ")];
};

test.each([
  ["from:ada fox", ["from ada", "fox"]],
  ["fox FROM:@ada In:#design", ["from @ada", "in #design", "fox"]],
  ['from:"Ada Lovelace" in:"Release plan"', ["from Ada Lovelace", "in Release plan", ""]],
  ['from:"Ada Lo', ["from Ada Lo", ""]],
  ["has:link has:IMAGE", ["has link", "has image", ""]],
  ["is:thread IS:Thread is:root is:", ["is thread", "is thread", "is:root is:"]],
  ["-from:ada fox", ["-from:ada fox"]],
  ["after:2026-11-01 before:2026-12-01", ["after 2026-11-01", "before 2026-12-01", ""]],
  ["has:nothing before:yesterday after:2026-02-30", ["has:nothing before:yesterday after:2026-02-30"]],
  ["before:0001-01-01", ["before:0001-01-01"]],
  ['from: in:# from:@ from:""', ['from: in:# from:@ from:""']],
  ["xfrom:ada (from:ada) mail:from:ada", ["xfrom:ada (from:ada) mail:from:ada"]],
  ['"from:ada is here" -"in:design"', ['"from:ada is here" -"in:design"']],
  ['from:" ada " x', ["from ada", "x"]],
  ['from:ada"b from:"a"b', ['from:ada"b from:"a"b']],
  ["http://in:80 constructor:ada", ["http://in:80 constructor:ada"]],
])("The search %j means %j", (query, expected) => {
  expect(written(query)).toEqual(expected);
});

/** Text that often contains operators, quotes and parts of them. */
const query = fc
  .array(
    fc.oneof(
      fc.constantFrom(...operatorNames.map((name) => `${name}:`), " ", '"', "-", ":", "@", "#"),
      fc.constantFrom(...features, "2026-11-25", "ada", "me"),
      fc.string({ unit: "grapheme", maxLength: 4 }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

describe("Each search", () => {
  test("keeps all text outside of operators, in order", () => {
    fc.assert(
      fc.property(query, (text) => {
        const { operators, words } = parseSearch(text);
        let rest = "";
        let end = 0;
        for (const { start, end: next } of operators) {
          expect(start).toBeGreaterThanOrEqual(end);
          rest += text.slice(end, start);
          end = next;
        }
        expect(rest + text.slice(end)).toBe(words);
      }),
    );
  });

  test("has no operator in the text that remains", () => {
    fc.assert(
      fc.property(query, (text) => {
        expect(parseSearch(parseSearch(text).words).operators).toEqual([]);
      }),
    );
  });

  test("is its own text if it has no colon", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        fc.pre(!text.includes(":"));
        expect(parseSearch(text)).toEqual({ operators: [], words: text });
      }),
    );
  });
});

test("A written operator is read as the same one", () => {
  const name = fc
    .string({ unit: "grapheme", minLength: 1 })
    .filter((text) => !text.includes('"') && text === text.trim() && !/^[@#]?$/.test(text));
  const restriction: fc.Arbitrary<Restriction> = fc.oneof(
    fc.record({ name: fc.constantFrom("from" as const, "in" as const), value: name }),
    fc.record({ name: fc.constant("has" as const), value: fc.constantFrom(...features) }),
    fc.record({
      name: fc.constantFrom("before" as const, "after" as const),
      value: fc
        .date({ min: new Date("1970-01-01"), max: new Date("2999-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
    }),
  );
  fc.assert(
    fc.property(fc.array(restriction), (restrictions) => {
      const { operators } = parseSearch(restrictions.map(writeOperator).join(" "));
      expect(operators.map(({ name, value }) => ({ name, value }))).toEqual(restrictions);
    }),
  );
});

test("A written operator has quotes exactly around a value with spaces, and none within it", () => {
  const written = (value: string) => writeOperator({ name: "in", value });
  expect(["den", "old den", 'the "den"'].map(written)).toEqual(["in:den", 'in:"old den"', 'in:"the den"']);
});

test("Operators as text are phrases of the search, and the rest stays as it is", () => {
  const asText = (query: string) => operatorsAsText(query, parseSearch(query).operators);
  expect(asText('fox in:"old den" red from:ada')).toBe('fox "in:old den" red "from:ada"');
  expect(asText("from:ada fox ")).toBe('"from:ada" fox ');
  expect(asText("fox")).toBe("fox");
});

test("Of several days, the search takes the narrowest limits", () => {
  const { operators } = parseSearch("after:2026-11-01 after:2026-11-03 before:2026-11-09 before:2026-11-07");
  const startOf = (day: string) => `${day}T00:00:00.000Z`;
  expect(timesOf(operators, startOf)).toEqual({
    after: "2026-11-03T00:00:00.000Z",
    before: "2026-11-07T00:00:00.000Z",
  });
  expect(timesOf([], startOf)).toEqual({});
});
