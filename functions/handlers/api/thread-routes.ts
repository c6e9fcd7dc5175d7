import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { ChangedThread } from "../../../contract/threads.ts";
import { followThread, markThreadRead, threadUpdated, unfollowThread } from "../../domain/threads/follow.ts";
import { getThread, listThreads, type ThreadOf } from "../../domain/threads/threads.ts";
import { type Handlers, ok } from "../../platform/http/rest-function.ts";
import { announcements, db, rates } from "./context.ts";

interface ThreadRequest {
  params: { id: ConversationId; rootId: MessageId };
  userId: UserId;
}

const threadOf = ({ params, userId }: ThreadRequest): ThreadOf => ({
  conversationId: params.id,
  rootId: params.rootId,
  userId,
});

/** Announces a change, if there was one, to the user's other devices, and returns the thread. */
async function changed(userId: UserId, thread: ChangedThread) {
  if (thread.changedAt !== undefined) await announcements.announce(threadUpdated(userId, thread));
  return ok(thread);
}

/** The routes of threads. Their replies are messages. */
export const threadRoutes: Handlers<
  "listThreads" | "getThread" | "markThreadRead" | "followThread" | "unfollowThread"
> = {
  listThreads: async ({ userId, query, since }) =>
    ok(await db.read(since, (from) => listThreads(from, userId, query))),
  getThread: async (request) => ok(await getThread(db, threadOf(request))),
  markThreadRead: async (request) =>
    changed(request.userId, await markThreadRead(db, threadOf(request), request.body.seq)),
  followThread: async (request) =>
    changed(request.userId, await followThread(db, threadOf(request), rates.user)),
  unfollowThread: async (request) => changed(request.userId, await unfollowThread(db, threadOf(request))),
};
