import fc from "fast-check";
import { expect, test } from "vitest";
import { plainText } from "../formatting/plain-text.ts";
import { messageText } from "../formatting/testing.ts";
import { disproportionate, growthOf } from "../testing/growth.ts";
import { firstMatch, matchesOf } from "./matches.ts";
import { tokensOf } from "./tokens.ts";

const textsOf = (text: string) => tokensOf(text).map((token) => token.text);

test.each([
  ["The quick-brown FOX", ["the", "quick", "brown", "fox"]],
  ["https://ex.org/a?b=c", ["https", "ex", "org", "a", "b", "c"]],
  ["ana@ex.org", ["ana", "ex", "org"]],
  ["10.0.0.17 and 1,000.00", ["10", "0", "0", "17", "and", "1", "000", "00"]],
  ["我家在上海东边", ["我家", "家在", "在上", "上海", "海东", "东边", "边"]],
  ["iPhone15を買う", ["iphone15", "を買", "買う", "う"]],
  ["海", ["海"]],
  ["สวัสดี", ["สวั", "วัส", "สดี", "ดี"]],
  ["서울에서 \u1112\u1161\u11ab", ["서울", "울에", "에서", "서", "한"]],
  ["Café Łódź ﬁne", ["cafe", "lodz", "fine"]],
  ["50€ 👩🏽‍🚀 Foo™", ["50", "€", "👩", "🚀", "foo", "tm"]],
  ["5 ℃ ◆ ♪", ["5", "c", "◆", "♪"]],
  ["می‌خواهم co\u00adoperate", ["مي", "خواهم", "co", "operate"]],
  ["foo\u200b\u2060bar wo\u2060rd", ["foo", "bar", "word"]],
  ["a \u0963h", ["a", "\u0963h"]],
  ["Straße strasse ΟΔΟΣ", ["strasse", "strasse", "οδοσ"]],
  ["السَّلَامُ محـــمد", ["السلام", "محمد"]],
  ["שָׁלוֹם", ["שלום"]],
  ["don't don\u2019t don\u02bct м\u02bcята", ["don", "t", "don", "t", "don", "t", "м", "ята"]],
  ["ﾊﾝﾊﾞｰｸﾞ ﾊﾟﾝ", ["はん", "んば", "ばー", "ーぐ", "ぐ", "ぱん", "ん"]],
  ["١٢ \u{116d0}\u{116d9} \u{116da}\u{116e3} \u{1fbf0}\u{1fbf9}", ["12", "09", "09", "09"]],
  ["... — !", []],
  ["5$ a$b", ["5", "$", "a", "$", "b"]],
  [
    `${"a".repeat(64)} ${"b".repeat(65)} ${"é".repeat(63)}\u{10400}`,
    ["a".repeat(64), "b".repeat(64), "e".repeat(63)],
  ],
])("The tokens of %j are %j", (text, expected) => {
  expect(textsOf(text)).toEqual(expected);
});

test("The tokens of a text do not depend on its case, its normalization and its compatible forms", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      for (const form of ["NFC", "NFD"] as const)
        expect(textsOf(text.normalize(form))).toEqual(textsOf(text));
    }),
    { examples: [["↮"]] },
  );
});

test.each(["가", "ᄀ", "漢", "ﷺ", "a\u0301"])(
  "The time to split a text into tokens grows in proportion to the text, which repeats %j",
  (part) => {
    expect(growthOf(tokensOf, part, 500)).toBeLessThan(disproportionate);
  },
);

test("Each token is at its place in the source", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      for (const { start, end } of tokensOf(text)) expect(text.slice(start, end)).not.toBe("");
    }),
  );
});

test.each([
  ["I don\u2019t know", "dont", "don\u2019t"],
  ["I don't know", "don\u2019t", "don't"],
  ["i dont know", "don't", "dont"],
  ["i dont know", "don\u2019t kn", "dont kn"],
  ["l'homme est", "homme", "homme"],
  ["l\u2019homme est", "lhom", "l\u2019hom"],
  ["rock'n'roll", "rocknroll", "rock'n'roll"],
  ["м\u02bcята", "м'ята", "м\u02bcята"],
  ["I don\u2019t know", '"dont know"', "don\u2019t know"],
  ["I don\u2019t know", '"I dont"', "I don\u2019t"],
  ["I don\u2019t know", '"I dont know"', "I don\u2019t know"],
  ["They don't and won't go", '"dont and wont go"', "don't and won't go"],
  ["I don't really know", '"I dont know"', ""],
  ["The e-mail of 10,000 users", '"the email of 10000 users"', "The e-mail of 10,000 users"],
  ["foo\u200bbar", "bar", "bar"],
  ["foo\u200bbar", "foobar", "foo\u200bbar"],
  ["foo\u200bbar", "foo\u200bbar", "foo\u200bbar"],
  ["foobar", "foo\u200bbar", "foobar"],
  ["Donau\u00addampf\u00adschiff\u00adfahrt", "donaudampfschiff", "Donau\u00addampf\u00adschiff"],
  ["Donau\u00addampf\u00adschiff\u00adfahrt", "schiff\u00adfahrt", "schiff fahrt"],
  ["Donaudampfschifffahrt", "Donau\u00addampf\u00adschiff\u00adfahrt", "Donaudampfschifffahrt"],
  ["می\u200cخواهم", "خواهم", "خواهم"],
  ["می\u200cخواهم", "میخواهم", "می\u200cخواهم"],
  ["Hauptstraße", "hauptstrasse", "Hauptstraße"],
  ["an E-Mail to", "email", "E-Mail"],
  ["an email to", "e-mail", "email"],
  ["an E\u2011Mail to", "e-mai", "E\u2011Mai"],
  ["well-known", "known", "known"],
  ["from 10,000 to 2.000.000", "10000", "10,000"],
  ["from 10,000 to 2.000.000", "2000000", "2.000.000"],
  ["from 10000 on", "10,000", "10000"],
  ["2026-11-27", "27", "27"],
  ["2026-11-27", "20261127", ""],
  ["10,5", "105", ""],
  ["a1,000", "a1000", ""],
  ["1000,000", "1000000", ""],
  ["1,0000", "10000", ""],
  ["a-b-c-d", "abcd", ""],
  ["a-b-c", "abc", "a-b-c"],
  ["O'Brien-Smith's", "obriensmiths", ""],
  ["O'Brien-Smith", "obriensmith", "O'Brien-Smith"],
  ["O'Brien-Smith", "obrien smith", "O'Brien Smith"],
  ["2-b and a-3", "2b", ""],
  ["2-b and a-3", "a3", ""],
  ["I dont and wont go", "\"don't and won't go\"", "dont and wont go"],
  ["明日の会議室です", "会議室", "会議室"],
  ["明日の会議室です", "室", "室"],
  ["明日の会議室です", "の室", ""],
  ["上海市 海", "海", "海 海"],
  ["aa ab", "a", "a a"],
  ["aaaa", '"aa"', ""],
  ["ab cd", "a b", ""],
  ["foo bar", '"foo b"', ""],
  ["b a", "a b", "b a"],
  ["٢٠٢٦", "2026", "٢٠٢٦"],
  ["2026", "٢٠٢٦", "2026"],
  ["\uff11\uff12", "12", "\uff11\uff12"],
  ["१२ और ๑๒", "12", "१२ ๑๒"],
  ["السَّلَامُ", "السلام", "السَّلَامُ"],
  ["회의를 시간에", "회의 시간", "회의 시간"],
  ["대한민국", "민국", "민국"],
  ["v1.2.3-beta", "1.2.3", "1 2 3"],
  ["v1.2.3-beta", '"1.2"', "1 2"],
  ["v1.2.3-beta", "v1.2.3", "v1 2 3"],
  ["2026-11-27T18:05:00Z", "18:05", "18 05"],
  ["a1b2c3 rc1 x86", "3", ""],
  ["والكتاب الجديد", "كتاب", "كتاب"],
  ["والكتاب الجديد", '"الكتاب الجديد"', "الكتاب الجديد"],
  ["السَّلَامُ", "سلام", "سَّلَامُ"],
  ["للكتاب والقلم", "كتاب قلم", "كتاب قلم"],
  ["مدرسة", "مدرسه", "مدرسة"],
  ["see GH-456", "gh456", "GH-456"],
  ["see gh456", "GH-456", "gh456"],
  ["as utf-8 or iso-8859-1", "utf8 iso8859", "utf-8 iso-8859"],
  ["Node.js and e.g. the U.S. team", "nodejs eg us", "Node.js e.g U.S"],
  ["Node.js and e.g. the U.S. team", '"nodejs and"', "Node.js and"],
  ["with nodejs", "Node.js", "nodejs"],
  ["a Node.js-based server", '"nodejs" based', "Node.js based"],
  ["with nodejs", "node.j", "nodej"],
  ["e-mail.example", "email", "e-mail"],
  ["e-mail.example", "emailexample", "e-mail.example"],
  ["at www.example.com", "examplecom", ""],
  ["v1.2 and 2.b", "v12", ""],
  ["サーバー が ぱーてぃー", "さーばー パーティー", "サーバー ぱーてぃー"],
  ["ヴァイオリン ﾊﾟﾝ", "ゔぁい ぱん", "ヴァイ ﾊﾟﾝ"],
])("In %j, %j finds %j", (text, query, expected) => {
  expect(
    matchesOf(text, query)
      .map(({ start, end }) => text.slice(start, end))
      .join(" "),
  ).toBe(expected);
});

test("The first match of a query is where its first word or phrase begins", () => {
  expect(firstMatch("one fox, two foxes", "fox")).toBe(4);
  expect(firstMatch("one fox", "two -one")).toBeUndefined();
  expect(firstMatch("a fox", "-a fox")).toBe(2);
});

/** The parts of a text that begin at a word and end with one. */
function partsOf(text: string): string[] {
  const tokens = tokensOf(text);
  return tokens.flatMap(({ start }, at) => tokens.slice(at, at + 5).map(({ end }) => text.slice(start, end)));
}

test("A text matches each of its parts that begins at a word and ends with one", () => {
  fc.assert(
    fc.property(messageText, (content) => {
      const text = plainText(content);
      for (const part of partsOf(text).filter((each) => !/["\n]|(?:^|\s)-/.test(each)))
        expect([text, part, matchesOf(text, part).length > 0]).toEqual([text, part, true]);
    }),
    { examples: [["Ⰰ⅐"]] },
  );
});
