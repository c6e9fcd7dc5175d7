import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { sql } from "kysely";
import unhomoglyph from "unhomoglyph";
import { describe, expect, test } from "vitest";
import type { UserId } from "../../../contract/ids.ts";
import { db, newUser } from "../../../tests/support/domain.ts";
import { Refusal } from "../../platform/problems/refusal.ts";
import { updateAccount } from "../accounts/accounts.ts";
import { createAccount } from "../accounts/create-account.ts";
import { asUsername } from "./full-name.ts";
import { getUser } from "./users.ts";

/** Letters of other alphabets that look like those of a UUID. */
const lookalikes: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", "-": "‐" };

const register = async (username: string, fullName?: string): Promise<UserId> => {
  const account = { username, fullName, email: `${randomUUID()}@example.org`, passwordHash: "" };
  return (await createAccount(db, account)).account.id;
};

const rename = (id: UserId, fullName: string) =>
  updateAccount(db, id, { fullName }, { confirmsEmail: false, address: "192.0.2.1" });

const newUsername = () => `ace-${randomUUID().slice(0, 18)}`;
const lookalikeOf = (username: string) =>
  username.replace(/[ace-]/g, (letter) => lookalikes[letter] ?? letter);

/** Ends as it should, or with a refusal. */
const attempt = (change: Promise<unknown>) =>
  change.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });

describe("A full name that reads like another person's username", () => {
  test("is refused, in letters of another alphabet as well", async () => {
    const ada = await newUser("ace");
    const { username } = await getUser(db, ada);
    const lookalike = lookalikeOf(username);
    expect(lookalike).not.toBe(username);
    const ben = await newUser("ben");
    for (const name of [username, lookalike, lookalike.toUpperCase(), `@@ ${lookalike}`]) {
      await expect(rename(ben, name)).rejects.toMatchObject({ code: "name-of-another" });
      await expect(register(newUsername(), name)).rejects.toMatchObject({ code: "name-of-another" });
      await rename(ada, name);
    }
    await rename(ben, `Ольга ${randomUUID()}`);
  });

  test("keeps other people from registering that username later", async () => {
    const [name, other] = [newUsername(), newUsername()];
    const ada = await register(newUsername(), lookalikeOf(name).toUpperCase());
    await expect(register(name)).rejects.toMatchObject({ code: "username-taken" });
    await rename(ada, ` @${other}`);
    await register(name);
    await expect(register(other)).rejects.toMatchObject({ code: "username-taken" });
  });

  test("never exists, whatever people choose at the same time", async () => {
    const steps = fc.array(
      fc.record({
        who: fc.nat(2),
        name: fc.nat(2),
        changed: fc.boolean(),
        does: fc.constantFrom("register", "rename"),
      }),
      { maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (chosen) => {
        const names = [newUsername(), newUsername(), newUsername()];
        const people = await Promise.all(names.map(() => newUser()));
        await Promise.all(
          chosen.map(({ who, name, changed, does }) => {
            const [person, username] = [people[who], names[name]];
            if (!person || !username) throw new Error("The step names nobody.");
            return attempt(
              does === "register"
                ? register(username)
                : rename(person, changed ? lookalikeOf(username) : username),
            );
          }),
        );
        const { rows } = await sql<{ username: string; fullName: string; id: UserId }>`
          SELECT id, username, full_name FROM users
          WHERE username = ANY (${sql.val(names)}) OR id = ANY (${sql.val(people)}::uuid[])`.execute(db.once);
        for (const { fullName, id } of rows) {
          const form = fullName && (await asUsername(fullName));
          expect(rows.find((other) => other.id !== id && other.username === form)).toBeUndefined();
        }
      }),
      { numRuns: 20 },
    );
  });
});

/** All characters that read as one or several of a username, in the order of their code points. */
const readableCharacters = (): string[] =>
  Array.from({ length: 0x1_ff_ff }, (_, code) => String.fromCodePoint(code)).filter(
    (character) =>
      !/\p{Cs}/u.test(character) &&
      /^[a-z0-9_.-]+$/.test(unhomoglyph(character.normalize("NFKC").toLowerCase()).toLowerCase()),
  );

test("The database and the functions agree about the username that a full name reads like", async () => {
  const characters = readableCharacters();
  expect(characters.length).toBeGreaterThan(1_000);
  const names = ["ann", " @ＡＮＮ ", "@ @ann", "an n", "Ann Lee", "x".repeat(32), "x".repeat(33)];
  for (let at = 0; at < characters.length; at += 8) names.push(characters.slice(at, at + 8).join(" "));
  const forms = await db.once.transaction().execute(async (transaction) => {
    await sql`CREATE TEMPORARY TABLE named (LIKE users INCLUDING ALL) ON COMMIT DROP`.execute(transaction);
    const { rows } = await sql<{ form: string }>`
      INSERT INTO named (id, username, email, password_hash, full_name)
      SELECT gen_random_uuid(), position, position, '', name
      FROM unnest(${sql.val(names)}::text[]) WITH ORDINALITY listed(name, position)
      RETURNING full_name_as_username AS form`.execute(transaction);
    return rows.map(({ form }) => form);
  });
  // The database cuts names that are longer than any username.
  const cut = async (name: string) => (await asUsername(name)).slice(0, 33);
  expect(forms).toEqual(await Promise.all(names.map(cut)));
});
