import fc from "fast-check";
import type { Block, Inline } from "./tree.ts";

/** Pieces of markup, and text that resembles markup. */
const piece = fc.constantFrom(
  ..."*_~`#>|()[]-:!\\@.,'".split(""),
  ...[
    "**",
    "***",
    "~~",
    "```",
    "~~~",
    "```js\n",
    "](",
    "](https://u.example/x)",
    "[label](https://u.example)",
  ],
  ...["> ", "- ", "* ", "1. ", "42) ", "# ", "- [ ] ", "- [x] ", "    ", "\t", " ", "\n", "\n\n", "\n  "],
  ...[
    "|-|-|\n",
    "a|b\n-|-\n",
    "https://a.example",
    "www.a.example",
    "mail@a.example",
    "@ada",
    "@kim-.",
    "/@bob",
    ":shipit:",
    ":30:",
    "_@ada_",
  ],
  ...[
    "word",
    "a",
    "2",
    "日本",
    "。",
    "é",
    "🦉",
    "👩🏽‍🚀",
    "\u200b",
    "\u202e",
    "<b>",
    "&amp;",
    "\r\n",
    "\u2028",
  ],
);

/** Any text of a message, often with markup. */
export const messageText = fc
  .array(fc.oneof({ weight: 6, arbitrary: piece }, fc.string({ unit: "grapheme", maxLength: 5 })), {
    maxLength: 24,
  })
  .map((parts) => parts.join(""));

/** Removes white space, and all characters that can mark a format. */
export const withoutMarks = (text: string) => text.replace(/[\s*_~`#>|()[\]:-]/g, "");

/** Lists the texts in a tree, and the addresses of links after their labels. */
export function piecesOf(blocks: readonly Block[]): string[] {
  const inline = (nodes: readonly Inline[]): string[] =>
    nodes.flatMap((node) => {
      if (!("children" in node)) return [node.text];
      const label = inline(node.children);
      const isLabelled = node.type === "link" && !node.address.endsWith(label.join(""));
      return isLabelled ? [...label, node.address] : label;
    });
  return blocks.flatMap((block) => {
    if (block.type === "code") return [block.language, block.text];
    if (block.type === "quote") return piecesOf(block.children);
    if (block.type === "table") return [block.header, ...block.rows].flat().flatMap(inline);
    if (block.type !== "list") return inline(block.children);
    return block.items.flatMap(({ marker, isDone, children }) => [
      marker,
      isDone ? "x" : "",
      ...piecesOf(children),
    ]);
  });
}
