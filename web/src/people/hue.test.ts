import { expect, test } from "vitest";
import { hueOf } from "./hue.ts";

test("The hues of a hundred people are spread over the circle", () => {
  const hues = Array.from({ length: 100 }, (_, at) => hueOf(`0193${at}7c-2b1f-7${at}aa-8c00-${at}e5d1f`));
  expect(new Set(hues).size).toBe(12);
  expect(hues.every((hue) => hue >= 0 && hue < 360)).toBe(true);
});
