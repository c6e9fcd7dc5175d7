import type { Attachment } from "../../../contract/attachments.ts";
import { furtherTokensIn } from "../../../contract/finding/contractions.ts";
import type { Feature } from "../../../contract/finding/operators.ts";
import { hyphenated } from "../../../contract/finding/query.ts";
import { tokensOf } from "../../../contract/finding/tokens.ts";
import { linksIn } from "../../../contract/formatting/links-in.ts";
import { plainText } from "../../../contract/formatting/plain-text.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { featuresOf } from "./features.ts";

/** The limits of a position in a `tsvector`, and of one lexeme's positions. */
const maxPosition = 16_383;
const maxPositions = 255;

/** Writes a text's tokens as a `tsvector`. No token contains a quote or a backslash. */
export function vectorOf(text: string): string {
  const tokens = tokensOf(text);
  const positions = new Map<string, number[]>();
  for (const token of [...tokens, ...hyphenated(text, tokens), ...furtherTokensIn(text, tokens)]) {
    const known = positions.get(token.text);
    if (known) known.push(token.position);
    else positions.set(token.text, [token.position]);
  }
  return Array.from(positions, ([lexeme, places]) => {
    const listed = places.filter((place) => place <= maxPosition).slice(0, maxPositions);
    return listed.length > 0 ? `'${lexeme}':${listed.join(",")}` : `'${lexeme}'`;
  }).join(" ");
}

/** The lexemes for a message's author, its conversation and what it contains: no word begins with these signs. */
export const authorLexeme = (id: UserId): string => `@${id.slice(-12)}`;
export const conversationLexeme = (id: ConversationId): string => `#${id.slice(-12)}`;
export const featureLexeme = (feature: Feature): string => `=${feature}`;

/** The lexeme of a reply in a thread. `edit_message` in the database writes it as well. */
export const replyLexeme = "=thread";

/** A word that every message has, as the text of a tsquery. */
export const anyConversation = "'#':*";

export interface Searchable {
  conversationId: ConversationId;
  senderId: UserId;
  content: string;
  /** Whether the message is a reply in a thread. */
  isReply: boolean;
  /** Its files, unless the database adds their words. */
  files?: readonly Pick<Attachment, "fileName" | "contentType">[];
}

/** Lists the addresses of links that the shown text of a message does not contain, because the links have labels. */
const addressesBehindLabels = (content: string, shown: string): string[] =>
  linksIn(content).filter((address) => !shown.includes(address.replace(/^https?:\/\//i, "")));

/**
 * Writes everything by which a message is found as a `tsvector`: the words that it shows, the addresses of its links,
 * what it contains, its author and its conversation. PostgreSQL splits no text into words itself.
 */
export const messageVector = ({
  conversationId,
  senderId,
  content,
  isReply,
  files = [],
}: Searchable): string => {
  const shown = plainText(content);
  const words = [shown, ...addressesBehindLabels(content, shown), ...files.map(({ fileName }) => fileName)];
  const lexemes = [
    authorLexeme(senderId),
    conversationLexeme(conversationId),
    ...featuresOf(content, files).map(featureLexeme),
    ...(isReply ? [replyLexeme] : []),
  ];
  return [vectorOf(words.join("\n")), ...lexemes.map((lexeme) => `'${lexeme}'`)].join(" ");
};
