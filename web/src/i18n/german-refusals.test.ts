import { expect, test } from "vitest";
import { germanRefusal } from "./german-refusals.ts";

test.each([
  ["must have at least 10 characters", "muss mindestens 10 Zeichen haben"],
  ["There is no such conversation.", "Diese Unterhaltung gibt es nicht, oder sie ist nicht deine."],
  ["The server answered with status 418.", "Der Server hat mit dem Status 418 geantwortet."],
  ["A saying that nobody has translated", "A saying that nobody has translated"],
])("%s", (english, german) => expect(germanRefusal(english)).toBe(german));
