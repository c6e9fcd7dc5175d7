import { hasVisibleCharacter } from "../visible.ts";
import { indentOf } from "./lines.ts";

/** The beginning of a list item. */
export interface ListMark {
  marker: string;
  isOrdered: boolean;
  isDone: boolean | undefined;
  /** The columns before the marker, and before the text. */
  indent: number;
  width: number;
  /** The text behind the marker. */
  text: string;
}

/** Behind a mark, the wide space of Japanese and Chinese keyboards counts as well. */
const bullet = /^ {0,3}([-*])[ \t\u3000]+(?=\S)/;
const number = /^ {0,3}(\d{1,9}[.)])[ \t\u3000]+(?=\S)/;
/** `- - -` and `* * * * * backup` are not lists. */
const repeated = /^[-*](?:[ \t\u3000]|$)/;
const task = /^\[([ xX])\][ \t\u3000]+(?=\S)/;

/** Reads the beginning of a list item, which needs visible text in the same line. */
export function listMarkOf(line: string): ListMark | undefined {
  const ordered = number.exec(line);
  const [whole, marker] = ordered ?? bullet.exec(line) ?? [];
  if (whole === undefined || marker === undefined) return undefined;
  const behind = line.slice(whole.length);
  if (!ordered && repeated.test(behind)) return undefined;
  const [box, check] = task.exec(behind) ?? [];
  const text = behind.slice(box?.length ?? 0);
  if (!hasVisibleCharacter(text)) return undefined;
  const indent = indentOf(line).columns;
  return {
    marker,
    isOrdered: ordered !== null,
    isDone: check === undefined ? undefined : check !== " ",
    indent,
    width: indent + marker.length + 1,
    text,
  };
}
