import { expect, test } from "vitest";
import { isOpen, pollText } from "./polls.ts";

test("A poll's text lists its options by their numbers", () => {
  expect(pollText({ question: "Lunch?", options: ["Soup", "Pizza"] })).toBe("📊 Lunch?\n1. Soup\n2. Pizza");
});

test("A poll accepts votes until its time, unless an author or admin closes it before", () => {
  const closesAt = "2026-11-27T12:00:00.000Z";
  const time = Date.parse(closesAt);
  expect(isOpen({}, time)).toBe(true);
  expect([time - 1, time, time + 1].map((now) => isOpen({ closesAt }, now))).toEqual([true, false, false]);
  expect(isOpen({ closedAt: closesAt }, time - 1)).toBe(false);
  expect(isOpen({ closesAt, closedAt: closesAt }, time - 1)).toBe(false);
});
