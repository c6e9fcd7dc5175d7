import type { Message } from "../../contract/messages.ts";
import type { ChatState } from "../chat-state.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import { withOutboxChange } from "../outbox/outbox-change.ts";
import { emptyTimeline } from "../timelines/timeline.ts";
import { hasOlderReplies } from "./replies.ts";
import { type ThreadRef, threadKey } from "./thread-ref.ts";

/** The content of a view of a thread. */
export interface ShownReplies {
  /** Includes the user's changes that the server has not acknowledged yet. */
  readonly messages: readonly Message[];
  readonly pending: readonly OutboxMessage[];
  readonly hasOlder: boolean;
  readonly isLoaded: boolean;
}

/** Returns the replies of a thread with the entries of the outbox. */
export function shownReplies({ replies, timelines }: ChatState, thread: ThreadRef): ShownReplies {
  const { conversationId, rootId } = thread;
  const loaded = replies.get(threadKey(thread));
  const { pending, changes } = timelines.get(conversationId) ?? emptyTimeline;
  const waiting = changes.filter(({ failure }) => failure === undefined);
  const known = new Set(loaded?.messages.map(({ id }) => id));
  return {
    messages: (loaded?.messages ?? []).map((message) =>
      waiting.filter(({ messageId }) => messageId === message.id).reduce(withOutboxChange, message),
    ),
    pending: pending.filter(({ id, threadId }) => threadId === rootId && !known.has(id)),
    hasOlder: loaded !== undefined && hasOlderReplies(loaded),
    isLoaded: loaded !== undefined,
  };
}
