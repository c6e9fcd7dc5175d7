import { expect, test } from "vitest";
import { initialsOf } from "./initials.ts";

test.each([
  ["Ada Lovelace", "AL"],
  ["ada.b-lovelace", "AL"],
  ["🇩🇪 Berlin", "🇩🇪B"],
  ["👩‍💻 Ada 👨‍👩‍👧", "👩‍💻👨‍👩‍👧"],
  ["e\u0301mile", "E\u0301"],
  ["", ""],
  ["(Ada) [Lovelace]", "AL"],
  ["“Ada” ❤️", "A❤️"],
  ["Ada |", "A"],
  ["*** ~", "*~"],
  ["@ada", "A"],
  ["ნინო ბერიძე", "ნბ"],
  ["क्षितिज शर्मा", "क्षिश"],
  ["தமிழ் நிலா", "தநி"],
  ["نور الهدى", "نا"],
  ["שרה כהן", "שכ"],
  ["ｆｕｌｌ ｗｉｄｔｈ", "ＦＷ"],
  ["𝒜da 1️⃣st", "𝒜1️⃣"],
  ["🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏳️‍🌈", "🏴󠁧󠁢󠁳󠁣󠁴󠁿🏳️‍🌈"],
  ["z̷a̷l̷g̷o̷", "Z̷"],
])("The initials of %j are the first visible characters of its words", (name, expected) => {
  expect(initialsOf(name)).toBe(expected);
});
