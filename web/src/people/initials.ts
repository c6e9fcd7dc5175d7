import { graphemesOf } from "../../../contract/graphemes.ts";

/** Returns the first letters of the first and the last word. A flag or a joined emoji counts as one letter. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => word !== "");
  const first = (word: string | undefined) => graphemesOf(word ?? "")[0] ?? "";
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : "")).toUpperCase();
}
