import type { ConversationId, MessageId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";

/** The loaded replies of a thread: the newest ones, without gaps in their numbers. */
export interface Replies {
  readonly conversationId: ConversationId;
  readonly rootId: MessageId;
  /** Ordered by `seq`, as the server has them. */
  readonly messages: readonly Message[];
}

const numberOf = ({ replyNumber = 0 }: Message) => replyNumber;

/** Whether replies exist before the first loaded one. */
export const hasOlderReplies = ({ messages }: Replies): boolean => (messages[0]?.replyNumber ?? 1) > 1;

/**
 * Adds replies, in any order, known ones included.
 *
 * @returns the replies, and whether some were left out because others before them are missing
 */
export function addReplies(replies: Replies, added: readonly Message[]): { replies: Replies; gap: boolean } {
  const byNumber = new Map(replies.messages.map((message) => [numberOf(message), message]));
  for (const message of added) {
    const known = byNumber.get(numberOf(message));
    if (known && (known.revision ?? 0) > (message.revision ?? 0)) continue;
    byNumber.set(numberOf(message), message);
  }
  const sorted = [...byNumber.values()].sort((a, b) => a.seq - b.seq);
  // Continues the known replies in both directions. Without any, a complete thread starts at its first reply.
  const anchor = replies.messages[0] ?? sorted.at(-1);
  const at = anchor ? sorted.findIndex((message) => numberOf(message) === numberOf(anchor)) : -1;
  let from = at;
  let to = at;
  const isNext = (index: number) => {
    const [before, after] = [sorted[index], sorted[index + 1]];
    return before !== undefined && after !== undefined && numberOf(before) + 1 === numberOf(after);
  };
  while (from > 0 && isNext(from - 1)) from--;
  while (to < sorted.length - 1 && isNext(to)) to++;
  const messages = at < 0 ? [] : sorted.slice(from, to + 1);
  return { replies: { ...replies, messages }, gap: to < sorted.length - 1 };
}
