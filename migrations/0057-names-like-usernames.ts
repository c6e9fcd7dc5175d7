import { type Kysely, sql } from "kysely";

/**
 * Characters that look like one character of a username, and these (package `unhomoglyph`, Unicode's TR39). Three of them
 * are younger than the Unicode of some databases, which do not convert them to lower case or decompose them.
 */
const lookalikesOf: Readonly<Record<string, string>> = {
  "-": "\u02D7\u06D4\u2010\u2012\u2013\u2043\u2212\u2796",
  ".": "\u0660\u06F0\u0701\u0702\uA4F8\uA60E\u{10A50}\u{1D16D}",
  "2": "\u14BF\uA6EF",
  "3": "\u{118CA}\u{16F3B}\u{1D206}",
  "6": "\u0431\u{118D5}",
  "7": "\u{118C6}\u{1D212}",
  "8": "\u0223\u09EA\u0A6A\u0B03\u{1031A}\u{1E8CB}",
  "9": "\u09ED\u0A67\u0B68\u0D6D\u{118CC}\u{118D6}",
  _: "\u07FA",
  a: "\u0251\u03B1\u0430\u15C5\u237A\uA4EE\u{102A0}\u{16F40}",
  b: "\u1472\u15AF\u15F7\uA4D0\u{10282}\u{102A1}\u{10301}",
  c: "\u0441\u1D04\u2CA5\uA4DA\uABAF\u{102A2}\u{10302}\u{1043D}\u{1051C}\u{118E9}\u{118F2}\u{1F74C}",
  d: "\u0501\u146F\u15DE\u15EA\uA4D2\uA4D3",
  e: "\u0435\u04BD\u212E\u22FF\u2D39\uA4F0\uAB32\u{10286}",
  f: "\u0584\u15B4\u1E9D\uA4DD\uA799\uAB35\u{10287}\u{102A5}\u{10525}\u{118C2}\u{1D213}",
  g: "\u018D\u0261\u0581\u1D83\uA4D6",
  h: "\u04BB\u0570\u157C\uA4E7\u{102CF}",
  i: "\u0131\u0269\u026A\u03B9\u0456\u04CF\u2373\uA647\uAB75\u{118C3}",
  j: "\u03F3\u0458\u148D\uA4D9",
  k: "\u16D5\uA4D7\u{10518}",
  l: "\u01C0\u05C0\u05D5\u05DF\u0627\u0661\u06F1\u07CA\u14AA\u16C1\u2223\u23FD\u2D4F\uA4E1\uA4F2\u{1028A}\u{10309}\u{10320}\u{10526}\u{16F16}\u{16F28}\u{1D22A}\u{1E8C7}",
  m: "\u15F0\u16D6\uA4DF\u{102B0}\u{10311}",
  n: "\u0578\u057C\uA4E0\u{10513}",
  o: "\u1CBF\u03BF\u03C3\u043E\u0585\u05E1\u0647\u0665\u06BE\u06C1\u06D5\u06F5\u07C0\u0966\u09E6\u0A66\u0AE6\u0B20\u0B66\u0BE6\u0C02\u0C66\u0C82\u0CE6\u0D02\u0D20\u0D66\u0D82\u0E50\u0ED0\u101D\u1040\u10FF\u12D0\u1D0F\u1D11\u2C9F\u2D54\u3007\uA4F3\uAB3D\u{10292}\u{102AB}\u{1042C}\u{104EA}\u{10516}\u{114D0}\u{118C8}\u{118D7}\u{118E0}",
  p: "\u03C1\u0440\u146D\u2374\u2CA3\uA4D1\u{10295}",
  q: "\u051B\u0563\u0566\u2D55",
  r: "\u0433\u1587\u1D26\u2C85\uA4E3\uAB47\uAB48\uAB81\u{16F35}\u{1D216}",
  s: "\uA7F1\u01BD\u0455\uA4E2\uA731\uABAA\u{10296}\u{10448}\u{118C1}\u{16F3A}",
  t: "\u22A4\u27D9\uA4D4\u{10297}\u{102B1}\u{10315}\u{16F0A}\u{1F768}",
  u: "\u028B\u03C5\u057D\u1200\u144C\u1D1C\u222A\u22C3\uA4F4\uA79F\uAB4E\uAB52\u{104F6}\u{118D8}\u{16F42}",
  v: "\u03BD\u0475\u05D8\u0667\u06F7\u142F\u1D20\u2228\u22C1\u2D38\uA4E6\uA6DF\uABA9\u{1051D}\u{11706}\u{118C0}\u{16F08}\u{1D20D}",
  w: "\u026F\u0461\u051D\u0561\u1D21\uA4EA\uAB83\u{1170A}\u{1170E}\u{1170F}\u{118E6}\u{118EF}",
  x: "\u00D7\u0445\u1541\u157D\u166D\u166E\u16B7\u2573\u292B\u292C\u2A2F\u2D5D\uA4EB\u{10290}\u{102B4}\u{10317}\u{10322}\u{10527}\u{118EC}",
  y: "\u1CA7\u0263\u028F\u03B3\u0443\u04AF\u10E7\u1D8C\u1EFF\uA4EC\uAB5A\u{102B2}\u{118DC}\u{16F43}",
  z: "\u1D22\uA4DC\uAB93\u{102F5}\u{118C4}\u{118E5}",
};
const lookalikes = Object.values(lookalikesOf).join("");
const letters = Object.entries(lookalikesOf)
  .map(([letter, like]) => letter.repeat([...like].length))
  .join("");

/** Characters that look like several characters of a username, and these. */
const sequences: Readonly<Record<string, string>> = {
  "\u00E6": "ae",
  "\u0153": "oe",
  "\u01C1": "ll",
  "\u02A3": "dz",
  "\u02A6": "ts",
  "\u02AA": "ls",
  "\u02AB": "lz",
  "\u04D5": "ae",
  "\u05F0": "ll",
  "\u1D6B": "ue",
  "\u2016": "ll",
  "\u20B6": "lt",
  "\u221E": "oo",
  "\u2225": "ll",
  "\uA4FA": "..",
  "\uA4FE": "-.",
  "\uA699": "oo",
  "\uA733": "aa",
  "\uA735": "ao",
  "\uA737": "au",
  "\uA739": "av",
  "\uA73B": "av",
  "\uA73D": "ay",
  "\uA74F": "oo",
  "\uA777": "tf",
  "\uAB63": "uo",
  "\u{11700}": "rn",
  "\u{118E3}": "rn",
  "\u{1F700}": "qe",
  "\u{1F707}": "ar",
  "\u{1F75C}": "sss",
  "\u{1F76B}": "mb",
  "\u{1F76C}": "vb",
};

/**
 * The username that a user's full name reads like (`asUsername` in `functions/domain/users/full-name.ts`). Other people
 * cannot register it. A generated column is also right for names that the functions of an earlier release write, and for
 * those that exist already. Longer names than a username are cut, which keeps them longer.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const normalized = sql`normalize(full_name, NFKC)`;
  const lower = sql`lower(${normalized} COLLATE "und-x-icu")`;
  const name = sql`ltrim(translate(${lower}, ${sql.lit(" \u1680")}, ''), '@')`;
  const single = sql`translate(${name}, ${sql.lit(lookalikes)}, ${sql.lit(letters)})`;
  const form = Object.entries(sequences).reduce(
    (text, [character, sequence]) => sql`replace(${text}, ${sql.lit(character)}, ${sql.lit(sequence)})`,
    single,
  );
  await sql`
    ALTER TABLE users ADD full_name_as_username text GENERATED ALWAYS AS (left(${form}, 33)) STORED`.execute(
    db,
  );
  await sql`CREATE INDEX users_full_name_as_username ON users (full_name_as_username)`.execute(db);
}
