import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { searchForm } from "../../../contract/normal-forms.ts";
import { db, newUser } from "../../../tests/support/domain.ts";
import { searchFormOf } from "../../platform/database/search-form.ts";
import { findUserId, findUsers, listUsers } from "./users.ts";

async function newNamed(fullName: string) {
  const id = await newUser();
  await sql`UPDATE users SET full_name = ${fullName} WHERE id = ${id}::uuid`.execute(db.repeatable);
  return id;
}

test.each([
  ["Özgür", "özgür"],
  ["Özgür", "O\u0308ZGU\u0308R"],
  ["O\u0308zgu\u0308r", "Özgür"],
  ["İpek", "ipek"],
  ["Irmak", "ırmak"],
  ["Łukasz", "lukasz"],
  ["ΟΔΟΣ", "οδος"],
])("The person %s is found by %s", async (name, query) => {
  const mark = randomUUID().slice(0, 8);
  const id = await newNamed(`${name} ${mark}`);
  expect((await findUsers(db, ` ${query} ${mark} `, 10)).map((user) => user.id)).toEqual([id]);
});

test.each(["delac", "acroi", "ène del", "bigu roix"])(
  "The person Hélène Delacroix-Bigue is found by %s",
  async (query) => {
    const mark = randomUUID().slice(0, 8);
    const id = await newNamed(`Hélène Delacroix-Bigue ${mark}`);
    expect((await findUsers(db, `${query} ${mark}`, 10)).map((user) => user.id)).toEqual([id]);
  },
);

test("The person with exactly this username comes before all others, and then those with exactly this name", async () => {
  const mark = `m${randomUUID().slice(0, 8)}`;
  await newNamed(`${mark} and more`);
  const called = await newNamed(mark);
  await newNamed(`${mark} and others`);
  const exact = await newUser();
  await sql`UPDATE users SET username = ${mark} WHERE id = ${exact}::uuid`.execute(db.repeatable);
  for (const query of [mark, `@${mark}`, ` ${mark.toUpperCase()} `]) {
    expect((await findUsers(db, query, 1)).map(({ id }) => id)).toEqual([exact]);
    expect((await findUsers(db, query, 10)).slice(0, 2).map(({ id }) => id)).toEqual([exact, called]);
    expect(await findUsers(db, query, 10)).toHaveLength(4);
  }
});

test("A search for people without letters finds nobody, and wildcards stand for themselves", async () => {
  await newNamed("Ada");
  for (const query of [" ", "\u0301", "%", "_", "％"]) expect(await findUsers(db, query, 10)).toEqual([]);
});

test("All active users are listed in the order of their usernames, page by page", async () => {
  const mark = `zz${randomUUID().slice(0, 8)}`;
  const ids = [await newUser(`${mark}.a`), await newUser(`${mark}.b`), await newUser(`${mark}.c`)];
  await sql`UPDATE users SET deactivated_at = now() WHERE id = ${ids[1]}::uuid`.execute(db.repeatable);
  const first = await listUsers(db, { cursor: mark, limit: 1 });
  expect(first.items.map(({ id }) => id)).toEqual([ids[0]]);
  const second = await listUsers(db, { cursor: first.nextCursor ?? undefined, limit: 100 });
  expect(second.items.map(({ id }) => id)).toContain(ids[2]);
  expect(second.items.map(({ id }) => id)).not.toContain(ids[1]);
});

test("A login finds its user with spaces around it and in any case", async () => {
  const id = await newUser("ana");
  const { rows } = await sql<{ username: string }>`SELECT username FROM users WHERE id = ${id}::uuid`.execute(
    db.repeatable,
  );
  const username = rows[0]?.username ?? "";
  for (const login of [` ${username} `, username.toUpperCase(), `${username}@EXAMPLE.org `])
    expect(await findUserId(db, login)).toBe(id);
});

/** The letters and marks of scripts that leave out their vowels. */
const allMarks = [
  [0x0590, 0x0750],
  [0x0890, 0x0900],
  [0xfb1d, 0xfb50],
]
  .flatMap(([from = 0, to = 0]) =>
    Array.from({ length: to - from }, (_, at) => String.fromCodePoint(from + at)),
  )
  .filter((letter) => /\p{L}|\p{M}/u.test(letter));

test("The database converts each mark of Arabic, Hebrew and Syriac to the same form as the contract", async () => {
  const { rows } = await sql<{ name: string; form: string }>`
    SELECT name, ${searchFormOf(sql`name`)} AS form
    FROM json_array_elements_text(${JSON.stringify(allMarks)}::json) AS listed(name)`.execute(db.repeatable);
  expect(rows).toEqual(allMarks.map((name) => ({ name, form: searchForm(name) })));
});

test("The database converts names to the same form as the contract", async () => {
  const letter = fc.constantFrom(
    ..."aÄéßẞıİłØđΣσςйЇが각ﬁ①Ａ’- œŒæÆǽ".split(""),
    "e\u0301",
    "n\u0303",
    ..."\u00ad\u200b\u200c\u200d\u2060\ufe0e\ufe0f\ufeff",
    ...allMarks,
  );
  await fc.assert(
    fc.asyncProperty(fc.array(letter, { minLength: 1, maxLength: 30 }), async (letters) => {
      // A sigma's lower case depends on its place in the word, and both forms are folded.
      const name = letters.join("");
      const { rows } = await sql<{
        form: string;
      }>`SELECT ${searchFormOf(sql`${name}::text`)} AS form`.execute(db.repeatable);
      expect(rows[0]?.form).toBe(searchForm(name));
    }),
    { numRuns: 50 },
  );
});
