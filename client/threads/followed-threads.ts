import type { Thread } from "../../contract/threads.ts";
import type { ChatState } from "../chat-state.ts";

const lastActivity = ({ root }: Thread) => root.lastReplyAt ?? root.createdAt;

/** Returns the known threads that the user follows, last reply first. */
export const followedThreads = (threads: ChatState["threads"]): Thread[] =>
  [...threads.values()]
    .filter(({ isFollowing }) => isFollowing)
    .sort((a, b) => lastActivity(b).localeCompare(lastActivity(a)));

/** Counts the threads with unread replies. */
export function unreadThreads(threads: ChatState["threads"]): number {
  let count = 0;
  for (const { unreadCount } of threads.values()) if (unreadCount > 0) count++;
  return count;
}
