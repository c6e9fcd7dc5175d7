import * as z from "zod/mini";
import { changedAt } from "./changed-at.ts";
import { ConversationId, MessageId } from "./ids.ts";
import { Message, Seq } from "./messages.ts";
import { pageOf, pageQuery, timeCursor } from "./pages.ts";
import { ReadUpTo } from "./read-positions.ts";
import type { Routes } from "./route.ts";

/** The caller's place in a thread. Only followers have unread replies. */
const place = {
  isFollowing: z.boolean(),
  lastReadSeq: Seq,
  unreadCount: z.int(),
  /** Unread replies that mention the caller and that only the thread shows. */
  mentionCount: z.int(),
};

/** A message with its replies, as the caller sees it. `listMessages` returns the replies. */
export const Thread = z
  .object({ conversationId: ConversationId, root: Message, ...place })
  .register(z.globalRegistry, { id: "Thread" });
export type Thread = z.infer<typeof Thread>;

/**
 * A thread after a change of the caller's place in it. A call that unfollows or marks as read without a change has no
 * time. A call that follows a followed thread again has one.
 */
export const ChangedThread = z
  .extend(Thread, { changedAt })
  .register(z.globalRegistry, { id: "ChangedThread" });
export type ChangedThread = z.infer<typeof ChangedThread>;

export const ThreadPage = pageOf(Thread).register(z.globalRegistry, { id: "ThreadPage" });
export type ThreadPage = z.infer<typeof ThreadPage>;

/**
 * Continues after a thread: the time of its last reply in milliseconds, up to the year 5138, and the id of its root.
 */
export const ThreadsQuery = z.extend(pageQuery(timeCursor), {
  /** Lists only threads with unread replies. */
  unread: z.optional(z.enum(["true", "false"])),
});
export type ThreadsQuery = z.infer<typeof ThreadsQuery>;

/** A user has read, followed or unfollowed a thread. Goes only to the user's own devices. */
export const ThreadUpdated = z.object({
  type: z.literal("thread.updated"),
  conversationId: ConversationId,
  rootId: MessageId,
  ...place,
  changedAt,
});
export type ThreadUpdated = z.infer<typeof ThreadUpdated>;

const thread = z.object({ id: ConversationId, rootId: MessageId });

export const threadRoutes = {
  listThreads: {
    method: "GET",
    path: "/threads",
    access: "signed-in",
    query: ThreadsQuery,
    isByPosition: true,
    answers: { 200: ThreadPage },
  },
  getThread: {
    method: "GET",
    path: "/conversations/{id}/threads/{rootId}",
    access: "signed-in",
    params: thread,
    answers: { 200: Thread },
  },
  markThreadRead: {
    method: "PUT",
    path: "/conversations/{id}/threads/{rootId}/read",
    access: "signed-in",
    params: thread,
    body: ReadUpTo,
    answers: { 200: ChangedThread },
  },
  followThread: {
    method: "PUT",
    path: "/conversations/{id}/threads/{rootId}/follow",
    access: "signed-in",
    params: thread,
    answers: { 200: ChangedThread },
  },
  unfollowThread: {
    method: "DELETE",
    path: "/conversations/{id}/threads/{rootId}/follow",
    access: "signed-in",
    params: thread,
    answers: { 200: ChangedThread },
  },
} as const satisfies Routes;
