import { parseMessage } from "./formatting/parse.ts";
import type { Block, Inline, MentionNode } from "./formatting/tree.ts";
import { limits } from "./limits.ts";
import type { Message } from "./messages.ts";
import type { User } from "./users.ts";
import { type WideMention, wideMentions } from "./wide-mentions.ts";

const inInline = (nodes: readonly Inline[]): MentionNode[] =>
  nodes.flatMap((node) => {
    if (node.type === "mention") return [node];
    return "children" in node ? inInline(node.children) : [];
  });

const inBlocks = (blocks: readonly Block[]): MentionNode[] =>
  blocks.flatMap((block) => {
    if (block.type === "code") return [];
    if (block.type === "quote") return inBlocks(block.children);
    if (block.type === "list") return block.items.flatMap(({ children }) => inBlocks(children));
    return inInline(block.type === "table" ? [block.header, ...block.rows].flat(2) : block.children);
  });

/** Finds all mentions in a text, in order and with repetitions. Code mentions no user. */
export const mentionsIn = (content: string): MentionNode[] =>
  // Most messages mention no user, and need no parsing.
  content.includes("@") ? inBlocks(parseMessage(content)) : [];

/** Whether a username belongs to a participant of the conversation. */
export type IsParticipant = (username: string) => boolean;

/**
 * Decides whom a mention means: the participant with the longest name. Without such a participant, the punctuation at
 * the end belongs to the sentence.
 *
 * @returns the username in lower case. A user with the name need not exist.
 */
export const mentionedUsername = ({ names }: MentionNode, isParticipant: IsParticipant): string =>
  names.find(isParticipant) ?? names.at(-1) ?? "";

/** Whether a text tries to mention many people, and which ones. The server decides by the rule of the workspace. */
export function wideMentionIn(content: string, isParticipant: IsParticipant): WideMention | undefined {
  const names = new Set(
    distinctMentions(content).map((mention) => mentionedUsername(mention, isParticipant)),
  );
  return wideMentions.find((word) => names.has(word) && !isParticipant(word));
}

/** Whether a text mentions a user. Expects the known participants, including the user. */
export function mentions(
  content: string,
  { username }: { username: string },
  participants: Iterable<{ username: string }>,
): boolean {
  if (!content.toLowerCase().includes(`@${username}`)) return false;
  const names = new Set([...participants].map((participant) => participant.username)).add(username);
  return distinctMentions(content).some(
    (mention) => mentionedUsername(mention, (name) => names.has(name)) === username,
  );
}

/** Whether a stored message mentions a user by name, or by one of their user groups. */
export const mentionsByName = (
  { content, mentions: ofMany }: Pick<Message, "content" | "mentions">,
  user: Pick<User, "username" | "groups">,
  participants: Iterable<{ username: string }>,
): boolean =>
  ofMany?.groups?.some((handle) => user.groups?.includes(handle)) === true ||
  mentions(content, user, participants);

/** Whether a stored message mentions a user who was online when it was sent, in any way. */
export const mentionsUser = (
  message: Pick<Message, "content" | "mentions">,
  user: Pick<User, "username" | "groups">,
  participants: Iterable<{ username: string }>,
): boolean => message.mentions?.wide !== undefined || mentionsByName(message, user, participants);

/** Returns the first `limits.mentions` distinct mentions. */
function distinctMentions(content: string): MentionNode[] {
  const distinct = new Map(mentionsIn(content).map((mention) => [mention.names[0], mention]));
  return [...distinct.values()].slice(0, limits.mentions);
}

/**
 * Lists what a text mentions, for the server: for each mention the usernames that it may mean, longest first and
 * separated by a slash, which no username contains.
 */
export const mentionedNames = (content: string): string[] =>
  distinctMentions(content).map(({ names }) => names.join("/"));
