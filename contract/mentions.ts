import { hasMentionSign } from "./formatting/mentions-in.ts";
import { parseMessage } from "./formatting/parse.ts";
import type { Block, Inline, MentionNode } from "./formatting/tree.ts";
import type { UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import type { Mentions, Message } from "./messages.ts";
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
  hasMentionSign(content) ? inBlocks(parseMessage(content)) : [];

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

/**
 * Whether a username at a place of a text would be a mention there: at the beginning of a word, and neither in code nor
 * in an address.
 *
 * @param before, after  the text around the username
 */
export function wouldMention(before: string, after: string): boolean {
  const username = "somebody";
  const count = (text: string) => mentionsIn(text).filter(({ names }) => names[0] === username).length;
  return count(`${before}@${username} ${after}`) > count(`${before} ${after}`);
}

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
  if (!content.toLowerCase().includes(username)) return false;
  const names = new Set([...participants].map((participant) => participant.username)).add(username);
  return distinctMentions(content).some(
    (mention) => mentionedUsername(mention, (name) => names.has(name)) === username,
  );
}

const none: Mentions = { users: [] };

type Mentioning = Pick<Message, "content" | "mentions" | "forwarded">;

/**
 * Returns the mentions of a message that had an effect: none in a forwarded text. Without `users`, the message is not
 * stored yet or comes from an earlier release, and the known participants decide.
 */
export const effectiveMentions = ({
  mentions: stored,
  forwarded,
}: Pick<Message, "mentions" | "forwarded">): Mentions | undefined => (forwarded ? none : stored);

/** Whom a mention in a shown text means, and the name in it. */
export interface Meaning {
  kind: "user" | "group" | "wide";
  name: string;
  /** Undefined if the server has not decided whom the text mentions. */
  userId?: UserId | undefined;
}

/**
 * Resolves a mention in a shown text. The decision of the server counts, if the message contains one.
 *
 * @param isParticipant  decides for messages without the server's decision
 * @returns undefined if it means nobody, so that it is text like any other
 */
export function meaningOf(
  mention: MentionNode,
  { users, groups, wide }: Mentions,
  isParticipant: IsParticipant,
): Meaning | undefined {
  const { names } = mention;
  const user = users && names.flatMap((name) => users.filter(({ username }) => username === name))[0];
  if (user) return { kind: "user", name: user.username, userId: user.id };
  const guessed = mentionedUsername(mention, isParticipant);
  if (!users && isParticipant(guessed)) return { kind: "user", name: guessed };
  const handle = names.find((name) => groups?.includes(name));
  if (handle !== undefined) return { kind: "group", name: handle };
  if (wide !== undefined && names.includes(wide)) return { kind: "wide", name: wide };
  return users ? undefined : { kind: "user", name: guessed };
}

/** Whether a message mentions a user by name, or by one of their user groups. */
export function mentionsByName(
  message: Mentioning,
  user: Pick<User, "id" | "username" | "groups">,
  participants: Iterable<{ username: string }>,
): boolean {
  const { groups, users } = effectiveMentions(message) ?? {};
  if (groups?.some((handle) => user.groups?.includes(handle))) return true;
  return users ? users.some(({ id }) => id === user.id) : mentions(message.content, user, participants);
}

/** Whether a message mentions a user who was online when it was sent, in any way. */
export const mentionsUser = (
  message: Mentioning,
  user: Pick<User, "id" | "username" | "groups">,
  participants: Iterable<{ username: string }>,
): boolean => effectiveMentions(message)?.wide !== undefined || mentionsByName(message, user, participants);

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
