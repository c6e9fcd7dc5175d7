import { sql } from "kysely";
import type { UserId } from "../../../contract/ids.ts";
import { identityForm } from "../../../contract/normal-forms.ts";
import type { Database } from "../database.ts";
import { NameOfAnother } from "./refusals.ts";

/** A character that no username has. */
const foreign = /[^\0-\x7F]/gu;

/**
 * Returns the username that a full name reads like: `＠Ada ` and `ADA` both read as `ada`, and so do letters of other
 * alphabets that look the same, by Unicode's table of confusable characters.
 */
async function asUsername(fullName: string): Promise<string> {
  const name = identityForm(fullName).replace(/^[@\s]+|\s/gu, "");
  if (name.search(foreign) < 0) return name;
  // Loaded on demand, because the table is large and few names need it.
  const { default: unhomoglyph } = await import("unhomoglyph");
  return name.replace(foreign, (character) => unhomoglyph(character).toLowerCase());
}

/**
 * Refuses a full name that reads like another user's username or the handle of a user group, because the page shows
 * them in the same place.
 * @param userId  the user whose own username the full name may repeat. Null for a new user.
 * @throws {NameOfAnother}
 */
export async function requireOwnName(db: Database, fullName: string, userId: UserId | null): Promise<void> {
  const name = await asUsername(fullName);
  const { rows } = await sql`
    SELECT 1 AS found FROM users
    WHERE username = ${name} AND id IS DISTINCT FROM ${userId}::uuid AND deleted_at IS NULL
    UNION ALL
    SELECT 1 AS found FROM user_groups WHERE handle = ${name}`.execute(db.repeatable);
  if (rows.length > 0) throw new NameOfAnother();
}
