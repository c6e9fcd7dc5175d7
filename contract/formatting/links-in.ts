import { parseMessage } from "./parse.ts";
import type { Block, Inline } from "./tree.ts";

const inInline = (nodes: readonly Inline[]): string[] =>
  nodes.flatMap((node) => {
    if (node.type === "link") return [node.address];
    return "children" in node ? inInline(node.children) : [];
  });

const inBlocks = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    if (block.type === "code") return [];
    if (block.type === "quote") return inBlocks(block.children);
    if (block.type === "list") return block.items.flatMap(({ children }) => inBlocks(children));
    return inInline(block.type === "table" ? [block.header, ...block.rows].flat(2) : block.children);
  });

/** Whether a text may link to a page. Other texts need no parsing. */
export const hasLinkSign = (text: string): boolean => /https?:\/\/|www\./i.test(text);

/**
 * Lists the addresses of pages to which a text links, in order and each once. Code contains no links.
 *
 * @example
 * linksIn("See https://example.com, not `https://example.org`") // ["https://example.com"]
 */
export const linksIn = (content: string): string[] =>
  hasLinkSign(content)
    ? [...new Set(inBlocks(parseMessage(content)).filter((address) => /^https?:/i.test(address)))]
    : [];
