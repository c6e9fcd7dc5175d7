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

function blockText(block: Block): string {
  switch (block.type) {
    case "paragraph":
    case "heading":
      return inlineText(block.children);
    case "code":
      return block.language === "" ? block.text : `${block.language}\n${block.text}`;
    case "quote":
      return textOf(block.children);
    case "list":
      return block.items
        .map((item) => `${signOf(item, block.isOrdered)} ${textOf(item.children)}`)
        .join("\n");
    case "table":
      return [block.header, ...block.rows].map((row) => row.map(inlineText).join(" | ")).join("\n");
  }
}

/** Returns the text that a parsed message shows. */
export const textOf = (blocks: readonly Block[]): string => blocks.map(blockText).join("\n");

/** One line that contains no mark of a format, like most messages. It needs no parsing. */
const unformatted = /^\p{L}[^*_~`[\]|\n\r]*$/u;

/** Returns the text that a message shows, without its markup. */
export const plainText = (content: string): string =>
  unformatted.test(content) ? content : textOf(parseMessage(content));

/** Returns the text that a message shows as one line, for previews, quotes and notifications. */
export const plainLine = (content: string): string => plainText(content).replace(/\s+/g, " ").trim();
