import { shortened } from "../../contract/graphemes.ts";
import { limits } from "../../contract/limits.ts";
import { replaceHidden } from "../../contract/names.ts";
import { hasVisibleCharacter } from "../../contract/visible.ts";

/**
 * Returns a file's name as the contract allows it. Other systems allow longer names and further characters. The
 * extension stays, because it determines how the recipient's system opens the file.
 */
export function sendableFileName(chosen: string): string {
  const clean = replaceHidden(chosen.replace(/[/\\\p{Surrogate}]/gu, "_"), "_");
  const [extension = ""] = /\.[a-z0-9]{1,20}$/i.exec(clean) ?? [];
  const base = clean.slice(0, clean.length - extension.length);
  const name = shortened(base, limits.attachment.fileName - extension.length) + extension;
  return hasVisibleCharacter(chosen) && hasVisibleCharacter(name) ? name : "file";
}
