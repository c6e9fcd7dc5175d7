import fc from "fast-check";
import { expect, test } from "vitest";
import { identityForm, searchForm } from "./normal-forms.ts";

test.each([
  ["Özgür", "ozgur"],
  ["O\u0308zgu\u0308r", "ÖZGÜR"],
  ["İstanbul", "istanbul"],
  ["IŞIK", "ışık"],
  ["Łukasz Søren Đorđe", "lukasz soren dorde"],
  ["ΟΔΟΣ", "οδοσ"],
  ["Ａｄａ", "ada"],
  ["각", "\u1100\u1161\u11a8"],
  ["Weiß", "WEISS"],
  ["GROẞ", "groß"],
  ["مُحَمَّد", "محمد"],
  ["محـــمد", "محمد"],
  ["أحمد", "احمد"],
  ["علی", "علي"],
  ["שָׁלוֹם", "שלום"],
  ["Cœur ŒUVRE", "coeur oeuvre"],
  ["Æsir Ǽ", "aesir ae"],
  ["علی\u200cرضا", "علیرضا"],
  ["فاطمة", "فاطمه"],
  ["ہاجرہ بھٹی", "هاجره بهٹي"],
  ["Þórður", "thordur"],
  ["Ħamrun", "hamrun"],
  ["Team ❤\ufe0f", "team ❤"],
])("The names %j and %j are found by each other", (one, other) => {
  expect(searchForm(one)).toBe(searchForm(other));
});

test.each([
  ["が", "か"],
  ["कि", "का"],
  ["ก่อ", "กอ"],
  ["Jäger", "Jaeger"],
])("The names %j and %j are different words", (one, other) => {
  expect(searchForm(one)).not.toBe(searchForm(other));
});

test("Normal forms do not change when they are converted again, nor with the normalization of the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      expect(searchForm(searchForm(text))).toBe(searchForm(text));
      expect(searchForm(text.normalize("NFD"))).toBe(searchForm(text.normalize("NFC")));
      expect(identityForm(identityForm(text))).toBe(identityForm(text));
    }),
  );
});

test("A login has the same identity with spaces around it, in any case and in the wide letters of an input method", () => {
  for (const login of ["ana ", " ANA", "Ana\u00a0", "ａｎａ"]) expect(identityForm(login)).toBe("ana");
});

test("A username that was copied from an e-mail, where it is no link, has the same identity", () => {
  expect(identityForm("ana.\u2060lima")).toBe("ana.lima");
});
