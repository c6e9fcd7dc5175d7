import type { EmojiNode, Inline, TextNode } from "./tree.ts";

const emoji = /:[a-z0-9_+\-]{2,32}:|\p{RGI_Emoji}/gv;

/**
 * What may surround emoji in their word: the marks of emphasis, parentheses, punctuation behind them, and punctuation
 * that is not in ASCII, such as `。` and `“`. Quotation marks and brackets of ASCII occur in code.
 */
const surroundings = /^(?:[(*_~]|(?![\0-\x7f])[\p{P}\p{Cf}])* +(?:[)*_~.,!?;]|(?![\0-\x7f])[\p{P}\p{Cf}])*$/u;

/**
 * Whether a word consists of such emoji. A colon inside another word, a time or an address begins no name. One expression
 * for the whole word would be slow, because an emoji may also be read as two.
 */
export const consistsOf = (word: string, emoji: RegExp): boolean =>
  surroundings.test(word.replace(emoji, " "));

const token = /:[a-z0-9_+-]{2,32}:/g;

/** Whether a text may contain the name of an emoji. Other texts need no parsing. */
export const hasEmojiSign = (text: string): boolean => text.search(token) >= 0;

/** The places of the names in a text whose words end at white space. */
function placesIn(text: string, begins: boolean, ends: boolean): { start: number; end: number }[] {
  return [...text.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => {
    // A word at the edge of the text may continue in the node beside it.
    if ((index === 0 && !begins) || (index + word.length === text.length && !ends)) return [];
    if (!word.includes(":") || !consistsOf(word, emoji)) return [];
    return [...word.matchAll(token)].map(({ 0: name, index: at }) => ({
      start: index + at,
      end: index + at + name.length,
    }));
  });
}

function split(text: string, begins: boolean, ends: boolean): (TextNode | EmojiNode)[] {
  const nodes: (TextNode | EmojiNode)[] = [];
  let end = 0;
  for (const place of placesIn(text, begins, ends)) {
    if (place.start > end) nodes.push({ type: "text", text: text.slice(end, place.start) });
    const name = text.slice(place.start, place.end);
    nodes.push({ type: "emoji", text: name, name: name.slice(1, -1) });
    end = place.end;
  }
  if (end < text.length) nodes.push({ type: "text", text: text.slice(end) });
  return nodes;
}

/**
 * Finds the names of emoji in the texts of one paragraph or format. The workspace may lack such an emoji, and the text is
 * then shown as typed.
 */
export function withEmojiNames(nodes: readonly Inline[]): Inline[] {
  return nodes.flatMap((node, place): Inline[] => {
    if (node.type !== "text" || !node.text.includes(":")) return [node];
    return split(node.text, place === 0, place === nodes.length - 1);
  });
}
