import { identityForm } from "../../../contract/normal-forms.ts";

/** A character that no username has. */
const foreign = /[^\0-\x7F]/gu;

/**
 * Returns the username that a full name reads like: `＠Ada ` and `ADA` both read as `ada`, and so do letters of other
 * alphabets that look the same, by Unicode's table of confusable characters. The column `full_name_as_username` has the
 * same form of all stored names (migration 0057).
 */
export async function asUsername(fullName: string): Promise<string> {
  const name = identityForm(fullName).replace(/^[@\s]+|\s/gu, "");
  if (name.search(foreign) < 0) return name;
  // Loaded on demand, because the table is large and few names need it.
  const { default: unhomoglyph } = await import("unhomoglyph");
  return name.replace(foreign, (character) => unhomoglyph(character).toLowerCase());
}
