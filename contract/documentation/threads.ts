import type { threadRoutes } from "../threads.ts";
import type { Concept, RouteDocumentation } from "./concept.ts";
import { conversationId, message } from "./examples.ts";
import { paging } from "./paging.ts";

const thread = {
  conversationId,
  root: {
    ...message,
    replyCount: 4,
    lastReplyAt: "2026-11-25T11:20:08.119Z",
    replierIds: [message.senderId],
  },
  isFollowing: true,
  lastReadSeq: 44,
  unreadCount: 2,
  mentionCount: 0,
};

export const threads: Concept = {
  title: "Threads",
  introduction:
    "A message with replies is the root of a thread. To reply, send a message with `threadId`. To list the replies, list messages with `threadId`. Replies have sequence numbers of the conversation, and all its participants receive them. A reply without `alsoInConversation` does not count as unread in the conversation. It counts in the thread for its followers: the authors of the root and of replies, mentioned participants, and participants who choose to follow. The event of a reply contains its `replyNumber`, from which clients update the root's `replyCount`.",
  routes: {
    listThreads: {
      summary: "List the threads that you follow",
      description: "The thread with the most recent reply comes first.",
      parameters: { unread: "`true` lists only threads with unread replies.", ...paging },
      example: { answer: { items: [thread], nextCursor: null } },
    },
    getThread: { summary: "Get a thread and your place in it", example: { answer: thread } },
    markThreadRead: {
      summary: "Mark a thread as read",
      description:
        "Moves your read position to the last reply up to `seq`. It never moves back. Changes nothing if you do not follow the thread.",
      example: { request: { seq: 44 }, answer: thread },
    },
    followThread: {
      summary: "Follow a thread",
      description: "Earlier replies count as read. Following again changes nothing.",
    },
    unfollowThread: {
      summary: "Unfollow a thread",
      description: "You follow it again when you reply or are mentioned there.",
    },
  } satisfies Record<keyof typeof threadRoutes, RouteDocumentation>,
  fields: {
    Thread: {
      lastReadSeq: "You have read the replies up to this sequence number.",
      unreadCount: "The number of unread replies. 0 unless you follow the thread.",
      mentionCount: "Unread replies that mention you and that only the thread shows.",
    },
  },
};
