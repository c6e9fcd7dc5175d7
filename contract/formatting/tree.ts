/**
 * The text of a message as a tree. Rendering, mentions, plain text and links all derive from it, on the server and in
 * clients alike.
 *
 * The parser hides only the marks of the formats that it recognizes. Everything else is in the tree, exactly as typed.
 */
export type Block = Content & {
  /** The number of blank lines above it, beyond the one that separates blocks. Absent if there are none. */
  gap?: number;
};

type Content =
  | { type: "paragraph" | "heading"; children: Inline[] }
  | { type: "code"; language: string; text: string }
  | { type: "quote"; children: Block[] }
  | { type: "list"; isOrdered: boolean; items: ListItem[] }
  | { type: "table"; header: Inline[][]; rows: Inline[][][] };

export interface ListItem {
  /** As typed: `-`, `3.`, `03)`. */
  marker: string;
  /** Whether a task is done. Undefined for an item that is not a task. */
  isDone?: boolean;
  children: Block[];
}

export type Inline = TextNode | CodeNode | FormatNode | LinkNode | MentionNode | EmojiNode;

export interface TextNode {
  type: "text";
  /** May contain line breaks. */
  text: string;
}

export interface CodeNode {
  type: "code";
  text: string;
}

/** A format never contains itself, so that formats cannot nest deeply. */
export interface FormatNode {
  type: "strong" | "emphasis" | "strike";
  children: Inline[];
}

export interface LinkNode {
  type: "link";
  /** An absolute address with one of the schemes http, https and mailto. */
  address: string;
  children: Inline[];
}

/** The name of an emoji, which the workspace may or may not have. */
export interface EmojiNode {
  type: "emoji";
  /** As typed, with the colons. */
  text: string;
  name: string;
}

export interface MentionNode {
  type: "mention";
  /** As typed, with the sign. */
  text: string;
  /**
   * The usernames in lower case that the mention may mean, longest first. Usernames may end with a dot or a hyphen, and
   * so may sentences: `@kim-.` is `kim-.`, `kim-` or `kim`.
   */
  names: string[];
}
