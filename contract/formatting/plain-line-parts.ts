import { parseMessage } from "./parse.ts";
import { codeAlone, lineOf, textOf } from "./plain-text.ts";
import type { Block, EmojiNode, Inline } from "./tree.ts";

/** Returns a character that a text does not contain. */
function unusedCharacter(text: string): string {
  let unit = 0xe000;
  while (text.includes(String.fromCharCode(unit))) unit++;
  return String.fromCharCode(unit);
}

/** Replaces the names of emoji by a text. They are passed to `take` in their order. */
function withoutEmoji(text: string, take: (name: EmojiNode) => void) {
  const inline = (nodes: readonly Inline[]): Inline[] =>
    nodes.map((node) => {
      if ("children" in node) return { ...node, children: inline(node.children) };
      if (node.type !== "emoji") return node;
      take(node);
      return { type: "text", text };
    });
  const blocks = (nodes: readonly Block[]): Block[] =>
    nodes.map((node) => {
      switch (node.type) {
        case "code":
          return node;
        case "quote":
          return { ...node, children: blocks(node.children) };
        case "list":
          return {
            ...node,
            items: node.items.map((item) => ({ ...item, children: blocks(item.children) })),
          };
        case "table":
          return {
            ...node,
            header: node.header.map(inline),
            rows: node.rows.map((row) => row.map(inline)),
          };
        default:
          return { ...node, children: inline(node.children) };
      }
    });
  return blocks;
}

/**
 * Returns the text of `plainLine` in parts: texts, and the names of emoji where the message shows them as such.
 *
 * @example plainLineParts("**Done** :lgtm:") // "Done " and the emoji `:lgtm:`
 */
export function plainLineParts(content: string): (string | EmojiNode)[] {
  const place = unusedCharacter(content);
  const names: EmojiNode[] = [];
  const blocks = withoutEmoji(place, (name) => names.push(name))(parseMessage(content));
  return lineOf(textOf(blocks, codeAlone))
    .split(place)
    .flatMap((text, at) => [text, names[at] ?? ""])
    .filter((part) => part !== "");
}
