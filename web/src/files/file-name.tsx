import classes from "./file-name.module.css";

/**
 * Divides a file's name before its extension, and makes each run of spaces one space. The extension includes dots and
 * spaces after it, which Windows ignores.
 */
export function dividedFileName(name: string): readonly [base: string, extension: string] {
  const shown = name.replace(/\s+/g, " ");
  const [extension = ""] = /\.[^.\s]{1,20}[.\s]*$/u.exec(shown) ?? [];
  return [shown.slice(0, shown.length - extension.length), extension];
}

/**
 * A file's name in one line. A long name is shortened before its extension, so that the reader always sees which kind of
 * file opens.
 */
export function FileName({ name }: { name: string }) {
  const [base, extension] = dividedFileName(name);
  return (
    <span className={classes.name} dir="auto">
      <span className={classes.base}>{base}</span>
      <span className={classes.extension}>{extension}</span>
    </span>
  );
}
