import { expect, test } from "vitest";
import { scrollStep, sectionDrop } from "./drop-place.ts";

const sections = [
  { key: "favourites", top: 100, bottom: 200 },
  { key: "channels", top: 200, bottom: 400 },
  { key: "direct", top: 400, bottom: 500 },
];

test("A dragged section lands before the section whose middle is below the pointer, or at the end", () => {
  expect(sectionDrop(sections, "direct", 120)).toEqual({ to: "favourites", line: 100 });
  expect(sectionDrop(sections, "direct", 180)).toEqual({ to: "channels", line: 200 });
  expect(sectionDrop(sections, "favourites", 310)).toEqual({ to: "channels", line: 400 });
  expect(sectionDrop(sections, "favourites", 900)).toEqual({ to: "direct", line: 500 });
});

test("A section that is dropped at its own edges stays where it is", () => {
  for (const pointer of [160, 299, 310, 449])
    expect(sectionDrop(sections, "channels", pointer)).toBeUndefined();
  expect(sectionDrop(sections, "unknown", 300)).toBeUndefined();
});

test("The list scrolls near its edges only, and fastest beyond them", () => {
  const list = { top: 100, bottom: 500 };
  expect(scrollStep(list, 300)).toBe(0);
  expect(scrollStep(list, 120)).toBe(-6);
  expect(scrollStep(list, 480)).toBe(6);
  expect(scrollStep(list, 20)).toBe(-12);
  expect(scrollStep(list, 700)).toBe(12);
});
