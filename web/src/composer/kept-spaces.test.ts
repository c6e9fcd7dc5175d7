import { expect, test } from "vitest";
import { withKeptSpaces } from "./kept-spaces.ts";

test("A comment, tag or quote without an end takes the rest, like in browsers", () => {
  for (const rest of ["<a  b\n", "<!--  \n", "<a b='  \n", '<a b="  >\n']) {
    const html = `<i style="white-space: pre">a  ${rest}`;
    expect(withKeptSpaces(html)).toBe(`<i style="white-space: pre">a\u00a0 ${rest}`);
  }
});

test("An end tag closes the elements in it, in any case, and one without an element closes nothing", () => {
  expect(withKeptSpaces("<DIV style='white-space:pre'><p><p></b>a  b</div>c  d")).toBe(
    "<DIV style='white-space:pre'><p><p></b>a\u00a0 b</div>c  d",
  );
});

test.each([
  ["<a ", ""],
  ["<!--", ""],
  ["<a '", ""],
  ["<i>", "</b>"],
  [" ", ""],
])("The time to read many %j and as many %j is proportional to their number", (part, end) => {
  const timeOf = (count: number) => {
    const html = `<i style="white-space: pre">${part.repeat(count)}${end.repeat(count)}`;
    const times = Array.from({ length: 3 }, () => {
      const start = performance.now();
      withKeptSpaces(html);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  timeOf(200);
  // Sixteen times the length takes about 16 times as long. With a search from each part, it takes 256 times as long. Very
  // short times do not count, because the clock is not exact enough.
  expect(timeOf(8_000)).toBeLessThan(100 * Math.max(timeOf(500), 0.5));
});
