import TurndownService from "turndown";

const markdown = new TurndownService({
  headingStyle: "atx",
  bulletListMarker: "-",
  codeBlockStyle: "fenced",
  emDelimiter: "_",
});
markdown.remove(["style", "script", "title", "meta"]);
markdown.addRule("strike", {
  filter: ["del", "s"],
  replacement: (content) => `~~${content}~~`,
});
// Google Docs wraps everything in a bold element that is not bold.
markdown.addRule("plain", {
  filter: (node) => node.nodeName === "B" && node.style.fontWeight === "normal",
  replacement: (content) => content,
});
// A message has one space after the mark, and no line between items.
markdown.addRule("item", {
  filter: "li",
  replacement: (content, node) => {
    const { parentNode } = node;
    const items = [...(parentNode?.childNodes ?? [])].filter(({ nodeName }) => nodeName === "LI");
    const at = items.indexOf(node) + 1;
    const mark = parentNode?.nodeName === "OL" ? `${at}.` : "-";
    return `${mark} ${content.trim().replace(/\n+/g, "\n   ")}\n`;
  },
});

/** Converts rich text from the clipboard to Markdown. */
export const markdownOf = (html: string): string => markdown.turndown(html).trim();
