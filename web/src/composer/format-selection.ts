import { typeInto } from "./type-into.ts";

/** Marks around the selected text. */
const marks = {
  bold: ["**", "**"],
  italic: ["_", "_"],
  strike: ["~~", "~~"],
  code: ["`", "`"],
  codeBlock: ["```\n", "\n```"],
  link: ["[", "](https://)"],
} as const;

/** Marks at the beginning of each selected line. */
const lineMarks = {
  quote: () => "> ",
  list: () => "- ",
  numbers: (at: number) => `${at + 1}. `,
} as const;

export type Format = keyof typeof marks | keyof typeof lineMarks;

const isOfLines = (format: Format): format is keyof typeof lineMarks => format in lineMarks;

/** Formats the selected text with Markdown. */
export function formatSelection(field: HTMLTextAreaElement, format: Format): void {
  const { selectionStart: start, selectionEnd: end, value } = field;
  if (isOfLines(format)) {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n");
    field.setSelectionRange(from, end);
    typeInto(field, lines.map((line, at) => lineMarks[format](at) + line).join("\n"));
    return;
  }
  const [before, after] = marks[format];
  const selected = value.slice(start, end);
  typeInto(field, before + selected + after);
  const from = start + before.length;
  field.setSelectionRange(from, from + selected.length);
}
