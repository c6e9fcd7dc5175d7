import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db, newUser } from "../../../tests/support/domain.ts";
import { requireOwnName } from "./full-name.ts";
import { getUser } from "./users.ts";

/** Letters of other alphabets that look like those of a UUID. */
const lookalikes: Readonly<Record<string, string>> = { a: "а", c: "с", e: "е", "-": "‐" };

test("A full name must not look like the username of another person in letters of another alphabet", async () => {
  const ada = await newUser("ace");
  const { username } = await getUser(db, ada);
  const lookalike = username.replace(/[ace-]/g, (letter) => lookalikes[letter] ?? letter);
  expect(lookalike).not.toBe(username);
  for (const name of [lookalike, lookalike.toUpperCase(), `@@ ${lookalike}`]) {
    await expect(requireOwnName(db, name, null)).rejects.toMatchObject({ code: "name-of-another" });
    await requireOwnName(db, name, ada);
  }
  await requireOwnName(db, `Ольга ${randomUUID()}`, null);
});
