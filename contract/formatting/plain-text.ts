import { parseMessage } from "./parse.ts";
import type { Block, Inline, ListItem } from "./tree.ts";

/** Returns the text that a part of a paragraph shows. */
export const inlineText = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ("children" in node ? inlineText(node.children) : node.text)).join("");

/** The sign before an item: its number as typed, a bullet, or the box of a task. */
export function signOf({ marker, isDone }: ListItem, isOrdered: boolean): string {
  const box = isDone === undefined ? "" : isDone ? "☑" : "☐";
  return [isOrdered ? marker : box === "" ? "•" : "", box].filter(Boolean).join(" ");
}

type CodeBlock = Extract<Block, { type: "code" }>;

/** A code block's language as a label, if it has one, and the code below. */
const labelledCode = ({ language, text }: CodeBlock): string =>
  language === "" ? text : `${language}\n${text}`;

/** A code block without its label, for previews. */
export const codeAlone = ({ text }: CodeBlock): string => text;

function blockText(block: Block, codeOf: (block: CodeBlock) => string): string {
  const textOfAll = (blocks: readonly Block[]) => textOf(blocks, codeOf);
  switch (block.type) {
    case "paragraph":
    case "heading":
      return inlineText(block.children);
    case "code":
      return codeOf(block);
    case "quote":
      return textOfAll(block.children);
    case "list":
      return block.items
        .map((item) => `${signOf(item, block.isOrdered)} ${textOfAll(item.children)}`)
        .join("\n");
    case "table":
      return [block.header, ...block.rows].map((row) => row.map(inlineText).join(" | ")).join("\n");
  }
}

/** Returns the text that a parsed message shows. */
export const textOf = (blocks: readonly Block[], codeOf = labelledCode): string =>
  blocks.map((block) => blockText(block, codeOf)).join("\n");

/** One line that contains no mark of a format, like most messages. It needs no parsing. */
const unformatted = /^\p{L}[^*_~`[\]|\n\r]*$/u;

/** Returns the text that a message shows, without its markup. */
export const plainText = (content: string): string =>
  unformatted.test(content) ? content : textOf(parseMessage(content));

/** Returns a text as one line. */
export const lineOf = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Returns the text of a message as one line, for previews, quotes and notifications. A code block has no label there. */
export const plainLine = (content: string): string =>
  lineOf(unformatted.test(content) ? content : textOf(parseMessage(content), codeAlone));
