/** Styles that keep the white space of a text, or only its line breaks, and those that end this. */
const keeping = /white-space(?:-collapse)?:\s*(?:break-spaces|pre(-line|serve-breaks)?)/i;
const collapsing = /white-space(?:-collapse)?:\s*(?:normal|nowrap|collapse)/i;

/**
 * A comment, a tag with its name and attributes, or text. As in browsers, a comment, tag or quote without an end takes the
 * rest. So every piece matches at the first attempt, and the time is proportional to the length.
 */
const piece =
  /<!--.*?(?:-->|$)|<(\/?)([a-z][\w:-]*)((?:"[^"]*(?:"|$)|'[^']*(?:'|$)|[^'">])*)(?:>|$)|[^<]+|</gis;
const noEnd = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;

/** The white space that an element keeps. */
type Kept = "all" | "breaks" | "nothing";

/** Writes a text so that a program that collapses white space keeps it. */
function withKept(text: string, kept: Exclude<Kept, "nothing">): string {
  const lines = text.replace(/\r\n?|\n/g, "<br>");
  return kept === "breaks" ? lines : lines.replace(/\t/g, "    ").replace(/ (?= )|(?<=^|>) /g, "\u00a0");
}

function keptBy(attributes: string, outer: Kept): Kept {
  const [style, onlyBreaks] = keeping.exec(attributes) ?? [];
  if (style !== undefined) return onlyBreaks === undefined ? "all" : "breaks";
  return collapsing.test(attributes) ? "nothing" : outer;
}

/** The elements that contain the current place. */
class OpenElements {
  readonly #elements: { name: string; kept: Kept }[] = [];
  readonly #counts = new Map<string, number>();

  get kept(): Kept {
    return this.#elements.at(-1)?.kept ?? "nothing";
  }

  open(name: string, kept: Kept): void {
    this.#elements.push({ name, kept });
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Closes an element and those in it. An end tag without an element closes nothing, and costs no search. */
  close(name: string): void {
    if (!this.#counts.get(name)) return;
    for (let last = this.#elements.pop(); last; last = this.#elements.pop()) {
      this.#counts.set(last.name, (this.#counts.get(last.name) ?? 1) - 1);
      if (last.name === name) return;
    }
  }
}

/**
 * Writes the white space that styles keep as line breaks and non-breaking spaces, because Turndown knows no styles. The
 * elements themselves stay as they are, and white space between them, which only arranges the source, does too.
 */
export function withKeptSpaces(html: string): string {
  if (!keeping.test(html)) return html;
  const elements = new OpenElements();
  return html.replace(piece, (found: string, slash?: string, written?: string, attributes = "") => {
    const { kept } = elements;
    if (written === undefined) {
      const isSource = found.startsWith("<") || (found.includes("\n") && found.trim() === "");
      return kept === "nothing" || isSource ? found : withKept(found, kept);
    }
    const name = written.toLowerCase();
    if (slash) elements.close(name);
    else if (!noEnd.test(name)) elements.open(name, name === "pre" ? "nothing" : keptBy(attributes, kept));
    return found;
  });
}
