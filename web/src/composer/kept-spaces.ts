/** Styles that keep the spaces and line breaks of a text, and those that end this. */
const keeping = /white-space(?:-collapse)?:\s*(?:pre|break-spaces)/i;
const collapsing = /white-space(?:-collapse)?:\s*(?:normal|nowrap|collapse)/i;

/** A comment, a tag with its name and attributes, or text. */
const piece = /<!--.*?-->|<(\/?)([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</gis;
const noEnd = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/i;

/** Writes a text so that a program that collapses white space keeps it. */
const kept = (text: string): string =>
  text
    .replace(/\r\n?|\n/g, "<br>")
    .replace(/\t/g, "    ")
    .replace(/ (?= )|(?<=^|>) /g, "\u00a0");

/**
 * Writes the white space that styles keep as line breaks and non-breaking spaces, because Turndown knows no styles. The
 * elements themselves stay as they are, and white space between them, which only arranges the source, does too.
 */
export function withKeptSpaces(html: string): string {
  if (!keeping.test(html)) return html;
  const open: { name: string; keeps: boolean }[] = [];
  return html.replace(piece, (found: string, slash?: string, name?: string, attributes = "") => {
    if (name === undefined) {
      const isSource = found.startsWith("<") || (found.includes("\n") && found.trim() === "");
      return open.at(-1)?.keeps && !isSource ? kept(found) : found;
    }
    if (slash) {
      const at = open.findLastIndex((element) => element.name === name);
      if (at >= 0) open.splice(at);
    } else if (!noEnd.test(name)) {
      const keeps = keeping.test(attributes) || (!collapsing.test(attributes) && open.at(-1)?.keeps === true);
      open.push({ name, keeps: keeps && !/^pre$/i.test(name) });
    }
    return found;
  });
}
