import fc from "fast-check";

/** Values that programs tend to mishandle. */
const nasty: readonly unknown[] = [
  null,
  true,
  "",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "%00",
  "' OR 1=1 --",
  "999999999999999_01990000-0000-7000-8000-000000000000",
  "01990000-0000-7000-8000-000000000000_999999999999999",
  "0000-01-01",
  "9999-12-31T23:59:59-12:00",
  "99999999999999999999",
  "x".repeat(9_000),
  "🙂".repeat(1_000),
  -1,
  0.5,
  2 ** 53,
  2 ** 63,
  1e308,
  [],
  {},
  [[[]]],
  { __proto__: null, constructor: 1 },
];

/** Places in a JSON value, as paths of keys. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (!(value instanceof Object)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, at) => (String(at) === key ? replaced(inner, rest, by) : inner));
  if (!(value instanceof Object)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  );
}

/** Replaces one part of each generated value, or all of it, by a value that programs tend to mishandle. */
export const spoiled = (values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc
    .tuple(values, fc.nat(), fc.oneof(fc.constantFrom(...nasty), fc.jsonValue({ maxDepth: 3 })))
    .map(([value, place, by]) => {
      const places = placesIn(value);
      return replaced(value, places[place % places.length] ?? [], by);
    });
