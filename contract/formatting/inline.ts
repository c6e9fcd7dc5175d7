import { hasVisibleCharacter } from "../visible.ts";
import { type FoundAddress, isLinkAddress, mailAddressAt, webAddressAt } from "./addresses.ts";
import { codeSpansOf } from "./code-spans.ts";
import { withEmojiNames } from "./emoji-in.ts";
import { canClose, canOpen, formats } from "./emphasis.ts";
import { splitAtMentions } from "./mentions-in.ts";
import type { FormatNode, Inline, LinkNode } from "./tree.ts";
import type { Work } from "./work.ts";

const special = /[*_~]+|`+|[[\]@]|https?:\/\/|www\./giu;

/** Finds the closing parenthesis of each opening one, with no white space between them. */
function parenthesesOf(text: string, work: Work): Map<number, number> {
  work(text.length);
  const pairs = new Map<number, number>();
  let open: number[] = [];
  for (const { 0: found, index } of text.matchAll(/[()]|\s+/g)) {
    if (found === "(") open.push(index);
    else if (found !== ")") open = [];
    else {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, index);
    }
  }
  return pairs;
}

/**
 * Parses the text of one paragraph. Reads it once from left to right, and closes formats and links as their ends turn
 * up. Marks that form nothing stay as text.
 */
class InlineParser {
  readonly #text: string;
  readonly #work: Work;
  /** The nodes so far. Marks that may still begin a format or a link are text nodes. */
  readonly #nodes: Inline[] = [];
  /** The places in `#nodes` of the latest mark of each kind that may begin a format. */
  readonly #openMarks = new Map<string, number>();
  /** The places in `#nodes` of the brackets that may begin a link. */
  #openBrackets: number[] = [];
  #parentheses: Map<number, number> | undefined;
  /** The latest place that was found of `](`, which ends a label, or the end of the text. */
  #nextLabelEnd = -1;
  /** The end of the text that is in `#nodes`. */
  #end = 0;

  constructor(text: string, work: Work) {
    this.#text = text;
    this.#work = work;
  }

  parse(): Inline[] {
    const text = this.#text;
    this.#work(text.length);
    const code = codeSpansOf(text, this.#work);
    for (const { 0: found, index } of text.matchAll(special)) {
      if (index < this.#end) continue;
      if (found.startsWith("`")) {
        const span = code.get(index);
        if (span) this.#add(index, span.end, { type: "code", text: span.text });
      } else if (found === "[") this.#openBracket(index);
      else if (found === "]") this.#closeBracket(index);
      else if (found === "@") this.#mailAddress(index);
      else if (/^[*_~]/.test(found)) this.#marks(index, found);
      else this.#webAddress(index, found);
    }
    this.#addText(text.length);
    return finished(this.#nodes);
  }

  /** Adds the text up to a position. */
  #addText(end: number): void {
    if (end > this.#end) this.#nodes.push({ type: "text", text: this.#text.slice(this.#end, end) });
    this.#end = Math.max(this.#end, end);
  }

  #add(start: number, end: number, node: Inline): void {
    this.#addText(start);
    this.#nodes.push(node);
    this.#end = end;
  }

  #webAddress(at: number, prefix: string): void {
    const found = webAddressAt(this.#text.slice(0, this.#labelEnd(at)), at, prefix, this.#work);
    if (found) this.#addLink(found);
  }

  /**
   * Returns the end of the link's label around a position, because a label may be an address and an address may contain
   * brackets: `[https://a.example/b](https://…)`. Undefined outside of a label.
   */
  #labelEnd(at: number): number | undefined {
    if (this.#openBrackets.length === 0) return undefined;
    if (this.#nextLabelEnd < at) {
      const next = this.#text.indexOf("](", at);
      this.#nextLabelEnd = next < 0 ? this.#text.length : next;
      this.#work(this.#nextLabelEnd - at);
    }
    return this.#targetEnd(this.#nextLabelEnd) === undefined ? undefined : this.#nextLabelEnd;
  }

  /** Returns the position of the parenthesis that closes a link's address, which begins after the bracket at `at`. */
  #targetEnd(at: number): number | undefined {
    if (this.#text[at + 1] !== "(") return undefined;
    this.#parentheses ??= parenthesesOf(this.#text, this.#work);
    const end = this.#parentheses.get(at + 1);
    return end !== undefined && isLinkAddress(this.#text, at + 2, end, this.#work) ? end : undefined;
  }

  #mailAddress(at: number): void {
    const found = mailAddressAt(this.#text, at, this.#end, this.#work);
    if (found) this.#addLink(found);
  }

  #addLink({ start, end, address }: FoundAddress): void {
    const children: Inline[] = [{ type: "text", text: this.#text.slice(start, end) }];
    this.#add(start, end, { type: "link", address, children });
  }

  /** Handles marks without other text between them, such as the end of `**_both_**`. */
  #marks(start: number, sequence: string): void {
    const end = start + sequence.length;
    const marks = { text: this.#text, start, end, areClear: /\*\*|~~/.test(sequence) };
    const isBehindLink = this.#end === start && this.#nodes.at(-1)?.type === "link";
    const opens = canOpen(marks);
    const closes = canClose(marks, isBehindLink);
    for (const { 0: mark, index } of sequence.matchAll(/\*+|_+|~+/g)) {
      const at = start + index;
      if (closes && this.#close(at, mark)) continue;
      if (!(mark in formats) || !opens) continue;
      this.#addText(at);
      this.#openMarks.set(mark, this.#nodes.length);
      this.#addText(at + mark.length);
    }
  }

  /**
   * Closes the format that a mark ends. `***` also ends an emphasis within bold text.
   *
   * @returns whether there was one to close
   */
  #close(at: number, mark: string): boolean {
    const place = this.#openMarks.get(mark);
    if (place !== undefined) return this.#wrapFormat({ place, mark, at });
    if (mark !== "***" || !this.#openMarks.has("*") || !this.#openMarks.has("**")) return false;
    const both = [...this.#openMarks].filter(([opening]) => opening === "*" || opening === "**");
    const [inner, outer] = both.sort(([, a], [, b]) => b - a);
    if (!inner || !outer || !this.#wrapFormat({ place: inner[1], mark: inner[0], at })) return false;
    return this.#wrapFormat({ place: outer[1], mark: outer[0], at: this.#end });
  }

  #wrapFormat({ place, mark, at }: { place: number; mark: string; at: number }): boolean {
    this.#addText(at);
    if (!this.#nodes.slice(place + 1).some(isVisible)) {
      this.#openMarks.delete(mark);
      return false;
    }
    this.#wrap(place, (children) => formatted(formats[mark] ?? [], children));
    this.#end = at + mark.length;
    return true;
  }

  #openBracket(at: number): void {
    this.#addText(at);
    this.#openBrackets.push(this.#nodes.length);
    this.#addText(at + 1);
  }

  #closeBracket(at: number): void {
    this.#addText(at);
    const place = this.#openBrackets.pop();
    const end = place === undefined ? undefined : this.#targetEnd(at);
    if (place === undefined || end === undefined) return;
    if (!this.#nodes.slice(place + 1).some(isVisible)) return;
    const address = this.#text.slice(at + 2, end);
    this.#wrap(place, (children) => [{ type: "link", address, children: withoutLinks(children) }]);
    // A link contains no other one.
    this.#openBrackets = [];
    this.#end = end + 1;
  }

  /**
   * Replaces the nodes from an index on by one node that contains those after the index. Formats that began within it
   * end there.
   */
  #wrap(place: number, wrap: (children: Inline[]) => Inline[]): void {
    const [, ...children] = this.#nodes.splice(place);
    this.#work(children.length);
    this.#nodes.push(...wrap(children));
    for (const [mark, opened] of this.#openMarks) if (opened >= place) this.#openMarks.delete(mark);
    while ((this.#openBrackets.at(-1) ?? -1) >= place) this.#openBrackets.pop();
  }
}

const isVisible = (node: Inline): boolean =>
  "children" in node ? node.children.some(isVisible) : hasVisibleCharacter(node.text);

const formatted = ([outer, ...inner]: readonly FormatNode["type"][], children: Inline[]): Inline[] =>
  outer === undefined ? children : [{ type: outer, children: formatted(inner, children) }];

/** Replaces links by their texts. */
function withoutLinks(nodes: readonly Inline[]): Inline[] {
  return nodes.flatMap((node): Inline[] => {
    if (node.type === "link") return node.children;
    return "children" in node ? [{ ...node, children: withoutLinks(node.children) }] : [node];
  });
}

/** Whether a link shows its address. An `@` in an address is no mention. */
function isBareAddress({ address, children: [label, ...others] }: LinkNode): boolean {
  if (label?.type !== "text" || others.length > 0) return false;
  return ["", "https://", "mailto:"].some((scheme) => scheme + label.text === address);
}

/** Joins adjacent texts, and finds the mentions and the names of emoji in them. */
function finished(nodes: readonly Inline[], isInLink = false): Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === "text" && last?.type === "text") last.text += node.text;
    else joined.push(node.type === "text" ? { ...node } : node);
  }
  const found = joined.flatMap((node): Inline[] => {
    if (node.type === "text") return splitAtMentions(node.text);
    if (node.type === "link")
      return [isBareAddress(node) ? node : { ...node, children: finished(node.children, true) }];
    return "children" in node ? [{ ...node, children: finished(node.children) }] : [node];
  });
  // A link shows no pictures, so that none can pass for a part of its address.
  return isInLink ? found : withEmojiNames(found);
}

/** Parses the text of one paragraph into formats, code spans, links and mentions. */
export const parseInline = (text: string, work: Work): Inline[] => new InlineParser(text, work).parse();
