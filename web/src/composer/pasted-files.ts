/** The parts of a clipboard that decide what a paste inserts. */
export interface Clipboard {
  text: string;
  html: string;
  files: readonly File[];
}

/**
 * Returns the files to attach. A spreadsheet or a word processor adds a picture of the copied text, but the user wants
 * the text. A file manager adds the names of the files, but the user wants the files.
 */
export function pastedFiles({ text, html, files }: Clipboard): readonly File[] {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const isOnlyNames = html === "" && lines.every((line) => files.some(({ name }) => line.includes(name)));
  return isOnlyNames || lines.length === 0 ? files : [];
}
