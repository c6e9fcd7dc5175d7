import TurndownService from "turndown";
import { characterAt, characterBefore, continuesWord } from "../../../contract/formatting/characters.ts";
import { withKeptSpaces } from "./kept-spaces.ts";
import { placeOfCell } from "./table-cells.ts";

const markdown = new TurndownService({
  headingStyle: "atx",
  bulletListMarker: "-",
  hr: "---",
  // Slack's empty line is an element without content.
  blankReplacement: (_, node) =>
    isBlock(node) || node.getAttribute("data-stringify-type") === "paragraph-break" ? "\n\n" : "",
});
// Messages have no escapes. A backslash would be shown, and would break addresses and mentions.
markdown.escape = (text) => text;
markdown.remove(["style", "script", "title", "meta"]);
// A button, such as "Copy", belongs to the page from which the user copies. In ChatFlow, a group's mention is a button.
markdown.addRule("button", {
  filter: (node) => node.nodeName === "BUTTON" && !/^\s*@/.test(node.textContent ?? ""),
  replacement: () => "",
});

const oneLine = (text: string): string => text.trim().replace(/\s*\n\s*/g, " ");

const isBlock = (node: Node): boolean =>
  /^(P|DIV|[UO]L|LI|H\d|TABLE|TR|PRE|BLOCKQUOTE|HR)$/.test(node.nodeName);

/** The text beside an element, in its paragraph. */
const textOf = (sibling: Node | null): string => (sibling && !isBlock(sibling) && sibling.textContent) || "";

/** Whether a letter touches an element. A format that begins or ends within a word would show its marks. */
function isWithinWord({ previousSibling, nextSibling, textContent }: HTMLElement): boolean {
  const text = textContent ?? "";
  const before = characterBefore(textOf(previousSibling), textOf(previousSibling).length);
  return (
    (continuesWord(before) && !/^\s/.test(text)) ||
    (continuesWord(characterAt(textOf(nextSibling), 0)) && !/\s$/.test(text))
  );
}

/** The formats, each with its mark, elements and style. Google Docs styles spans. */
const formats = [
  { mark: "**", names: /^(STRONG|B)$/, style: /font-weight:\s*(bold|[6-9]00)/i },
  { mark: "_", names: /^(EM|I)$/, style: /font-style:\s*italic/i },
  { mark: "~~", names: /^(DEL|S|STRIKE)$/, style: /text-decoration[^;]*line-through/i },
] as const;

/** Google Docs wraps everything in a bold element that is not bold. */
const isPlain = ({ nodeName, style }: HTMLElement): boolean =>
  nodeName === "B" && style.fontWeight === "normal";

/**
 * Whether an element has a format by its name or style. The styles of other elements do not count: browsers copy those of
 * headings, and Google Docs repeats those of its spans at items.
 */
const hasFormat = (element: HTMLElement, { names, style }: (typeof formats)[number]): boolean =>
  !isPlain(element) &&
  (names.test(element.nodeName) ||
    (/^(SPAN|FONT)$/.test(element.nodeName) && style.test(element.getAttribute("style") ?? "")));

/** Returns the marks of the formats that an element begins. A format does not contain itself. */
function marksOf(node: HTMLElement): string[] {
  const begins = (format: (typeof formats)[number]): boolean => {
    if (!hasFormat(node, format)) return false;
    for (let outer = node.parentElement; outer; outer = outer.parentElement) {
      if (hasFormat(outer, format)) return false;
    }
    return true;
  };
  return formats.filter(begins).map(({ mark }) => mark);
}

/** Puts a mark at both ends of each paragraph, because a format ends with its paragraph. */
const inMarks = (text: string, mark: string): string =>
  text
    .split("\n\n")
    .map((paragraph) => (paragraph.trim() === "" ? paragraph : mark + paragraph + mark))
    .join("\n\n");

markdown.addRule("format", {
  filter: (node) => formats.some((format) => hasFormat(node, format)),
  replacement: (content, node) =>
    isWithinWord(node) ? content : marksOf(node).reduceRight(inMarks, content),
});
// A format contains no paragraphs. White space at its ends must not join them to the text beside it.
markdown.addRule("paragraphs", {
  filter: (node) =>
    /^(B|STRONG|EM|I|DEL|S|U|SPAN|FONT)$/.test(node.nodeName) &&
    Boolean(node.querySelector("p, div, ul, ol, table, pre, blockquote, hr, h1, h2, h3, h4, h5, h6")),
  replacement: (content) => `\n\n${content}\n\n`,
});
markdown.addRule("plain", { filter: isPlain, replacement: (content) => content });
// Turndown joins the line breaks of neighbouring elements to one. Two breaks in a row begin a paragraph.
markdown.addRule("break", {
  filter: "br",
  replacement: (_, { previousSibling }) => (previousSibling?.nodeName === "BR" ? "\n\n" : "\n"),
});
markdown.addRule("details", {
  filter: ["details", "summary"],
  replacement: (content) => `\n\n${content}\n\n`,
});
// GitHub's task lists. Google Docs has them as well: see the rule for items.
markdown.addRule("checkbox", {
  filter: (node) => node.nodeName === "INPUT" && node.getAttribute("type") === "checkbox",
  replacement: (_, node) =>
    checkboxOf(node.hasAttribute("checked")) + (/^\s/.test(node.nextSibling?.textContent ?? "") ? "" : " "),
});
// Mail programs write one element for each line.
markdown.addRule("line", { filter: "div", replacement: (content) => `\n${content}\n` });
// A message shows no pictures of other sites. The alternative text of a picture is often an emoji.
markdown.addRule("picture", {
  filter: "img",
  replacement: (_, node) => oneLine(node.getAttribute("alt") ?? ""),
});
markdown.addRule("link", {
  filter: (node) => node.nodeName === "A" && node.hasAttribute("href"),
  replacement(content, node) {
    const href = node.getAttribute("href") ?? "";
    const label = oneLine(content);
    if (!/^(?:https?:\/\/|mailto:)\S/i.test(href)) return content;
    if (label === "") return node.querySelector("img") ? href : "";
    // Parentheses and spaces end an address.
    const address = href.replace(/[()\s]/g, (end) => `%${end.charCodeAt(0).toString(16).padStart(2, "0")}`);
    return label === href || `mailto:${label}` === href ? label : `[${label}](${address})`;
  },
});

/** Returns the code that a node contains, behind the code `before` it. */
function codeOf(node: Node, before = ""): string {
  if (node.nodeName === "BR") return `${before}\n`;
  if (node.nodeName === "BUTTON") return before;
  if (!node.hasChildNodes()) return before + (node.textContent ?? "");
  const isLine = isBlock(node) && node.nodeName !== "PRE";
  const start = isLine && /[^\n]$/.test(before) ? `${before}\n` : before;
  const code = [...node.childNodes].reduce((text, child) => codeOf(child, text), start);
  if (/^T[DH]$/.test(node.nodeName)) return `${code}\t`;
  return isLine && !code.endsWith("\n") ? `${code}\n` : code;
}

markdown.addRule("code block", {
  filter: "pre",
  replacement(_, node) {
    const code = codeOf(node).replace(/\n$/, "");
    const [longest = ""] = (code.match(/`{3,}/g) ?? []).sort((a, b) => b.length - a.length);
    const fence = longest === "" ? "```" : `${longest}\``;
    const classNames = `${node.className} ${node.querySelector("code")?.className ?? ""}`;
    const [, language = ""] = /\blanguage-(\S+)/.exec(classNames) ?? [];
    return `\n\n${fence}${language}\n${code}\n${fence}\n\n`;
  },
});

const checkboxOf = (isChecked: boolean): string => (isChecked ? "[x]" : "[ ]");

const nextNumbers = new WeakMap<Node, number>();

/** Returns the number of a list's next item. Turndown converts the items in their order. */
function numberOf(item: HTMLElement, list: HTMLElement): number {
  const next = nextNumbers.get(list) ?? Number(list.getAttribute("start") ?? 1);
  const number = Number(item.getAttribute("value") ?? next);
  nextNumbers.set(list, number + 1);
  return number;
}

// A message has one space after the mark, and no line between items.
markdown.addRule("item", {
  filter: "li",
  replacement(content, node) {
    const { parentElement: list } = node;
    const mark = list?.nodeName === "OL" ? `${numberOf(node, list)}.` : "-";
    const checked = node.getAttribute("role") === "checkbox" ? node.getAttribute("aria-checked") : null;
    const text = (checked ? `${checkboxOf(checked === "true")} ` : "") + content.trim();
    const lines = text.includes("```") ? text : text.replace(/\n+/g, "\n");
    return `${mark} ${lines.replace(/\n(?=.)/g, `\n${" ".repeat(mark.length + 1)}`)}\n`;
  },
});

/** Word writes the items of a list as paragraphs with this style, and numbered headings as well. */
const wordItem = /mso-list:\s*l\d+\s+level(\d)/i;
const wordMark = /mso-list:\s*ignore/i;

const styleOf = (node: Element): string => node.getAttribute("style") ?? "";
const isWordItem = (node: Element): boolean =>
  /^(P|H\d)$/.test(node.nodeName) && wordItem.test(styleOf(node));
const isWordMark = (node: Element): boolean => node.nodeName === "SPAN" && wordMark.test(styleOf(node));

/** Returns the mark of an item as Word shows it, such as "1.1", or nothing for a bullet, which is a single sign. */
function wordMarkOf(item: Element): string {
  const mark = oneLine(Array.from(item.querySelectorAll("span")).find(isWordMark)?.textContent ?? "");
  return /^\D?$/u.test(mark) ? "" : mark;
}

// The item writes it. Elsewhere, it is a text like any other.
markdown.addRule("Word's mark", {
  filter: (node) => {
    const item = isWordMark(node) ? node.closest("p, h1, h2, h3, h4, h5, h6") : null;
    return item !== null && isWordItem(item);
  },
  replacement: () => "",
});
markdown.addRule("Word's item", {
  filter: isWordItem,
  replacement(content, node) {
    const [, level = "1"] = wordItem.exec(styleOf(node)) ?? [];
    const mark = wordMarkOf(node);
    const text = oneLine(content);
    if (node.nodeName !== "P") {
      const sign = "#".repeat(Number(node.nodeName.charAt(1)));
      return `\n\n${[sign, mark, text].filter((part) => part !== "").join(" ")}\n\n`;
    }
    return `\n${"   ".repeat(Number(level) - 1)}${mark || "-"} ${text}\n`;
  },
});

// Google Docs nests a list beside the item above it, instead of in it.
markdown.addRule("nested list", {
  filter: (node) => /^[UO]L$/.test(node.nodeName) && /^[UO]L$/.test(node.parentNode?.nodeName ?? ""),
  replacement(content, { parentNode }) {
    const indent = " ".repeat(parentNode?.nodeName === "OL" ? 3 : 2);
    return `\n${content.trim().replace(/^(?=.)/gm, indent)}\n`;
  },
});

/** Whether a table contains data. Mails arrange everything in tables. */
function isOfData(table: Element | null): boolean {
  const contains = (selectors: string) => Boolean(table?.querySelector(selectors));
  return (
    contains("td + td, td + th, th + td, th + th") &&
    !contains("table, p + p, div + div, ul, ol, pre, blockquote, h1, h2, h3")
  );
}

markdown.addRule("cell", {
  filter: (node) => /^T[DH]$/.test(node.nodeName) && isOfData(node.closest("table")),
  replacement(content, node) {
    const table = node.closest("table");
    const { before, width } = table ? placeOfCell(node, table) : { before: 0, width: 1 };
    return "\t".repeat(before) + oneLine(content).replaceAll("\t", " ") + "\t".repeat(width);
  },
});
markdown.addRule("row", {
  filter: (node) => node.nodeName === "TR" && isOfData(node.closest("table")),
  replacement: (content) => `\n${content.slice(0, -1)}\n`,
});
// The table writes it.
markdown.addRule("caption", {
  filter: (node) => node.nodeName === "CAPTION" && isOfData(node.closest("table")),
  replacement: () => "",
});
// A table that a message cannot express has tabs, like the plain text of a spreadsheet.
markdown.addRule("table", {
  filter: (node) => node.nodeName === "TABLE" && isOfData(node),
  replacement(content, node) {
    const caption = oneLine(node.querySelector("caption")?.textContent ?? "");
    const rows = content.split("\n").filter((row) => row !== "");
    const cells = rows.map((row) => row.split("\t"));
    const [header = [], ...others] = cells;
    const width = Math.max(...cells.map(({ length }) => length));
    const isTable = others.length > 0 && header.join("").trim() !== "" && !content.includes("|");
    if (!isTable) return `\n\n${caption}\n${rows.join("\n")}\n\n`;
    const lineOf = (row: readonly string[]) =>
      `| ${Array.from({ length: width }, (_, at) => row[at] ?? "").join(" | ")} |`;
    const lines = [header, Array<string>(width).fill("-"), ...others].map(lineOf);
    return `\n\n${caption}\n\n${lines.join("\n")}\n\n`;
  },
});

/**
 * Converts rich text from the clipboard to the formatting of messages, without losing text. Non-breaking spaces, with
 * which pages arrange words, become spaces, as in the plain text of browsers: in a command they would be errors.
 */
export const markdownOf = (html: string): string =>
  markdown.turndown(withKeptSpaces(html)).replaceAll("\u00a0", " ").trim();
