import { limits } from "../../contract/limits.ts";
import { isThreadOnly, type Message } from "../../contract/messages.ts";
import type { Thread } from "../../contract/threads.ts";
import { withLatestPoll } from "../polls/latest-poll.ts";

/** The part of a root that its replies change. It has no revision: the number of replies orders its versions. */
type Summary = Pick<Message, "replyCount" | "lastReplyAt" | "replierIds">;

const summaryOf = ({ replyCount, lastReplyAt, replierIds }: Message): Summary => ({
  ...(replyCount !== undefined && { replyCount }),
  ...(lastReplyAt !== undefined && { lastReplyAt }),
  ...(replierIds !== undefined && { replierIds }),
});

/** Returns a version of a message with the latest summary of its replies and votes, which another version may have. */
export const withLatestSummary = (message: Message, other: Message | undefined): Message => {
  const voted = withLatestPoll(message, other?.poll);
  return other && (other.replyCount ?? 0) > (voted.replyCount ?? 0)
    ? { ...voted, ...summaryOf(other) }
    : voted;
};

/** Counts a reply on its root. A reply that is counted already changes nothing. */
export function withReply(root: Message, { replyNumber = 0, senderId, createdAt }: Message): Message {
  if (replyNumber <= (root.replyCount ?? 0)) return root;
  const { replierIds = [] } = root;
  const isNew = replierIds.length < limits.threadRepliers && !replierIds.includes(senderId);
  return {
    ...root,
    replyCount: replyNumber,
    lastReplyAt: createdAt,
    replierIds: isNew ? [...replierIds, senderId] : replierIds,
  };
}

/** Counts replies on those roots that are among the messages. */
export function withRepliesCounted(
  messages: readonly Message[],
  replies: readonly Message[],
): readonly Message[] {
  const changed = new Map<number, Message>();
  for (const reply of replies) {
    if (reply.threadId === undefined) continue;
    const at = messages.findIndex(({ id }) => id === reply.threadId);
    const root = changed.get(at) ?? messages[at];
    if (root) changed.set(at, withReply(root, reply));
  }
  return changed.size === 0 ? messages : messages.map((message, at) => changed.get(at) ?? message);
}

/** Counts a reply in a thread. The user's own reply marks the thread as read up to that reply. */
export function withReplyInThread(
  thread: Thread,
  reply: Message,
  { isOwn, isMention }: { isOwn: boolean; isMention: boolean },
): Thread {
  const root = withReply(thread.root, reply);
  if (isOwn) {
    if (reply.seq <= thread.lastReadSeq) return { ...thread, root };
    return {
      ...thread,
      root,
      isFollowing: true,
      lastReadSeq: reply.seq,
      // A reply that arrived earlier but has a higher number stays unread.
      unreadCount: Math.max(0, (thread.root.replyCount ?? 0) - (reply.replyNumber ?? 0)),
      mentionCount: 0,
    };
  }
  const added = (root.replyCount ?? 0) - (thread.root.replyCount ?? 0);
  // Another device may have read the reply before it arrives here.
  const isRead = reply.seq <= thread.lastReadSeq;
  if (!thread.isFollowing || added === 0 || reply.deletedAt || isRead) return { ...thread, root };
  return {
    ...thread,
    root,
    unreadCount: thread.unreadCount + added,
    mentionCount: thread.mentionCount + (isMention && isThreadOnly(reply) ? 1 : 0),
  };
}

/** Merges a fetched thread with the known one. The user may have read on meanwhile. */
export function mergedThread(known: Thread | undefined, fetched: Thread): Thread {
  if (!known) return fetched;
  const isAhead = known.isFollowing && fetched.isFollowing && known.lastReadSeq > fetched.lastReadSeq;
  const isNewer = (known.root.revision ?? 0) > (fetched.root.revision ?? 0);
  const root = isNewer
    ? withLatestSummary(known.root, fetched.root)
    : withLatestSummary(fetched.root, known.root);
  return { ...(isAhead ? known : fetched), root };
}

/**
 * Moves the user's read position forward. `last` is the last loaded reply: reading it marks the whole thread as read.
 */
export function withThreadRead(thread: Thread, seq: number, last: number): Thread {
  if (!thread.isFollowing || seq <= thread.lastReadSeq) return thread;
  const isAll = seq >= last;
  return {
    ...thread,
    lastReadSeq: seq,
    unreadCount: isAll ? 0 : thread.unreadCount,
    mentionCount: isAll ? 0 : thread.mentionCount,
  };
}
