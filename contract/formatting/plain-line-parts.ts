import { parseMessage } from "./parse.ts";
import { codeAlone, lineOf, textOf } from "./plain-text.ts";
import type { Block, EmojiNode, Inline } from "./tree.ts";

/** Returns a character that a text does not contain. */
function unusedCharacter(text: string): string {
  let unit = 0xe000;
  while (text.includes(String.fromCharCode(unit))) unit++;
  return String.fromCharCode(unit);
}

/** Replaces the names of emoji that `take` accepts by a text. They are passed in their order. */
function withoutEmoji(text: string, take: (name: EmojiNode) => boolean) {
  const inline = (nodes: readonly Inline[]): Inline[] =>
    nodes.map((node) => {
      if ("children" in node) return { ...node, children: inline(node.children) };
      return node.type === "emoji" && take(node) ? { type: "text", text } : node;
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
 * Returns the text of `plainLine` in parts: texts, and the names of emoji where the message shows them as such. After
 * the first `most` names, the rest is text.
 *
 * @example plainLineParts("**Done** :lgtm:") // "Done " and the emoji `:lgtm:`
 */
export function plainLineParts(content: string, most = Number.POSITIVE_INFINITY): (string | EmojiNode)[] {
  const place = unusedCharacter(content);
  const names: EmojiNode[] = [];
  const replace = withoutEmoji(place, (name) => names.length < most && names.push(name) > 0);
  const blocks = replace(parseMessage(content));
  return lineOf(textOf(blocks, codeAlone))
    .split(place)
    .flatMap((text, at) => [text, names[at] ?? ""])
    .filter((part) => part !== "");
}
