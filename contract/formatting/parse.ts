import { limits } from "../limits.ts";
import { hasVisibleCharacter } from "../visible.ts";
import { Fences } from "./fences.ts";
import { parseInline } from "./inline.ts";
import { headingMark, indentOf, isBlank, quoteMark, withoutIndent } from "./lines.ts";
import { type ListMark, listMarkOf } from "./list-marks.ts";
import { tableAt } from "./tables.ts";
import type { Block, ListItem } from "./tree.ts";
import type { Work } from "./work.ts";

interface Place {
  /** The number of blocks around this one. */
  depth: number;
  isInQuote: boolean;
  work: Work;
}

/** A block, and the line after it. */
interface Found {
  block: Block;
  end: number;
}

/** Parses the lines of a block into the blocks that it contains. */
class BlockParser {
  readonly #lines: readonly string[];
  readonly #place: Place;
  readonly #fences: Fences;
  /** The end of the latest lines with quote marks that show nothing, and are therefore text. */
  #emptyQuoteEnd = 0;

  constructor(lines: readonly string[], place: Place) {
    this.#lines = lines;
    this.#place = place;
    this.#fences = new Fences(lines, place.work);
  }

  /** @param textLines the number of leading lines that are text, unless they begin fenced code */
  parse(textLines = 0): Block[] {
    const blocks: Block[] = [];
    let blank = 0;
    const add = (block: Block) => {
      blocks.push(blank > 1 && blocks.length > 0 ? { ...block, gap: blank - 1 } : block);
      blank = 0;
    };
    let paragraph: string[] = [];
    const endParagraph = () => {
      if (paragraph.length > 0) add(this.#text("paragraph", paragraph.join("\n")));
      paragraph = [];
    };
    for (let at = 0; at < this.#lines.length; ) {
      const line = this.#line(at);
      this.#place.work(line.length);
      if (isBlank(line)) {
        endParagraph();
        blank++;
        at++;
        continue;
      }
      const found = at < textLines ? this.#itemBlockAt(at) : this.#blockAt(at, paragraph.length > 0);
      if (found) {
        endParagraph();
        add(found.block);
      } else paragraph.push(line);
      at = found?.end ?? at + 1;
    }
    endParagraph();
    return blocks;
  }

  #line = (at: number): string => this.#lines[at] ?? "";

  #blockAt(at: number, isInParagraph: boolean): Found | undefined {
    return (
      (isInParagraph ? undefined : this.#indentedCode(at)) ??
      this.#fencedCode(at) ??
      this.#heading(at) ??
      this.#quote(at) ??
      this.#table(at) ??
      this.#list(at)
    );
  }

  /** Reads a block that begins beside the mark of an item. One line alone is text there. */
  #itemBlockAt(at: number): Found | undefined {
    const isLongQuote = quoteMark.test(this.#line(at)) && quoteMark.test(this.#line(at + 1));
    return this.#fencedCode(at) ?? (isLongQuote ? this.#quote(at) : this.#table(at));
  }

  #indentedCode(start: number): Found | undefined {
    const end = this.#indentedEnd(start, 4);
    if (end === start) return undefined;
    const code = this.#lines.slice(start, end).map((line) => withoutIndent(line, 4));
    return { block: { type: "code", language: "", text: code.join("\n") }, end };
  }

  #fencedCode(start: number): Found | undefined {
    const found = this.#fences.at(start);
    return found && { block: { type: "code", language: found.language, text: found.text }, end: found.end };
  }

  #heading(at: number): Found | undefined {
    const [mark] = headingMark.exec(this.#line(at)) ?? [];
    const text = mark && this.#line(at).slice(mark.length);
    return text && hasVisibleCharacter(text)
      ? { block: this.#text("heading", text), end: at + 1 }
      : undefined;
  }

  /** A quote contains no other quote. */
  #quote(start: number): Found | undefined {
    if (this.#place.isInQuote || !this.#mayNest() || start < this.#emptyQuoteEnd) return undefined;
    let end = start;
    while (end < this.#lines.length && quoteMark.test(this.#line(end))) end++;
    if (end === start) return undefined;
    const lines = this.#lines.slice(start, end).map((line) => line.replace(quoteMark, ""));
    for (const line of lines) this.#place.work(line.length + 1);
    if (!lines.some(hasVisibleCharacter)) {
      this.#emptyQuoteEnd = end;
      return undefined;
    }
    return { block: { type: "quote", children: this.#within(lines, { isInQuote: true }).parse() }, end };
  }

  #table(start: number): Found | undefined {
    const { work } = this.#place;
    const table = tableAt(this.#lines, start, work);
    if (!table) return undefined;
    const header = table.header.map((cell) => parseInline(cell, work));
    const rows = table.rows.map((row) => row.map((cell) => parseInline(cell, work)));
    return { block: { type: "table", header, rows }, end: table.end };
  }

  #list(start: number): Found | undefined {
    const first = this.#mayNest() ? listMarkOf(this.#line(start)) : undefined;
    if (!first) return undefined;
    const items: ListItem[] = [];
    let end = start;
    for (let mark: ListMark | undefined = first; mark?.isOrdered === first.isOrdered; ) {
      const lines = [mark.text];
      const itemEnd = this.#indentedEnd(end + 1, mark.indent + 2);
      for (let at = end + 1; at < itemEnd; at++) lines.push(withoutIndent(this.#line(at), mark.width));
      const children = this.#within(lines, {}).parse(1);
      items.push({
        marker: mark.marker,
        ...(mark.isDone !== undefined && { isDone: mark.isDone }),
        children,
      });
      end = itemEnd;
      mark = listMarkOf(this.#line(end));
    }
    return { block: { type: "list", isOrdered: first.isOrdered, items }, end };
  }

  /** Returns the end of the lines that have at least this indent, and of blank lines between them. */
  #indentedEnd(start: number, indent: number): number {
    let end = start;
    for (let at = start; at < this.#lines.length; at++) {
      const line = this.#line(at);
      if (isBlank(line)) continue;
      if (indentOf(line).columns < indent) break;
      end = at + 1;
    }
    this.#place.work(end - start);
    return end;
  }

  #mayNest = (): boolean => this.#place.depth < limits.formattingDepth;

  #within(lines: readonly string[], change: Partial<Place>): BlockParser {
    return new BlockParser(lines, { ...this.#place, depth: this.#place.depth + 1, ...change });
  }

  #text(type: "paragraph" | "heading", text: string): Block {
    return { type, children: parseInline(text, this.#place.work) };
  }
}

/**
 * Parses the text of a message. The depth of the tree is limited, and the work grows in proportion to the text.
 *
 * @example
 * parseMessage("Hello **world**")
 * // [{ type: "paragraph", children: [{ type: "text", text: "Hello " }, { type: "strong", children: [...] }] }]
 */
export function parseMessage(content: string, work: Work = () => {}): Block[] {
  return new BlockParser(content.split(/\r\n?|\n/), { depth: 0, isInQuote: false, work }).parse();
}
