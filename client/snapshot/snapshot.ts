import * as z from "zod/mini";
import { Conversation } from "../../contract/conversations.ts";
import { ConversationId, MessageId } from "../../contract/ids.ts";
import { Message, Revision } from "../../contract/messages.ts";
import { Thread } from "../../contract/threads.ts";
import type { ChatState } from "../chat-state.ts";
import { sortedConversations } from "../conversations/sorted-conversations.ts";
import { keyOf } from "../messages/message-key.ts";
import { threadKey } from "../threads/thread-ref.ts";
import { emptyTimeline, type Timeline } from "../timelines/timeline.ts";

/** The last known state, to show before or without a connection. */
export const Snapshot = z.object({
  conversations: z.array(Conversation),
  timelines: z.array(z.object({ messages: z.array(Message).check(z.minLength(1)), revision: Revision })),
  /** Snapshots of the previous release have neither threads nor replies. */
  threads: z.optional(z.array(Thread)),
  replies: z.optional(
    z.array(z.object({ rootId: MessageId, conversationId: ConversationId, messages: z.array(Message) })),
  ),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** The part of the state that a snapshot holds. */
export type SavedState = Pick<ChatState, "conversations" | "timelines" | "threads" | "replies">;

/** Stores a snapshot, which all tabs of a browser share. */
export interface SnapshotStore {
  load(): Promise<Snapshot | undefined>;
  /** Replaces the stored snapshot. No other tab can store one between `change` and its result. */
  update(change: (stored: Snapshot | undefined) => Snapshot): Promise<void>;
}

/**
 * The maximum number of conversations, timelines, threads, threads with replies, and messages of each in a snapshot.
 */
const most = { conversations: 100, timelines: 20, threads: 100, opened: 10, messages: 50 };

/** Whether a snapshot holds a timeline: it has the newest messages. */
export const isSaved = ({ isLoaded, isAtEnd, messages }: Timeline): boolean =>
  isLoaded && isAtEnd && messages.length > 0;

export function snapshotOf({ conversations, timelines, threads, replies }: SavedState): Snapshot {
  const { active, archived } = sortedConversations(conversations);
  const opened = [...timelines.values()].filter(isSaved);
  return {
    conversations: [...active, ...archived].slice(0, most.conversations),
    timelines: opened.slice(-most.timelines).map(({ messages, stored = messages, revision }) => ({
      messages: stored.slice(-most.messages),
      revision,
    })),
    threads: [...threads.values()].slice(-most.threads),
    replies: [...replies.values()].slice(-most.opened).map((loaded) => ({
      ...loaded,
      messages: loaded.messages.slice(-most.messages),
    })),
  };
}

/** Returns the state that a snapshot describes. */
export function stateOf({
  conversations,
  timelines,
  threads = [],
  replies = [],
}: Snapshot): SavedState & Pick<ChatState, "conversationsCursor" | "people"> {
  const known = new Map(conversations.map((conversation) => [conversation.id, conversation]));
  return {
    conversations: known,
    conversationsCursor: null,
    people: new Map(
      conversations.flatMap(({ participants }) => participants.map(({ user }) => [user.id, user] as const)),
    ),
    timelines: new Map(
      timelines.flatMap(({ messages, revision }) => {
        const id = messages[0]?.conversationId;
        return id && known.has(id) ? [[id, { ...emptyTimeline, messages, revision, isLoaded: true }]] : [];
      }),
    ),
    threads: new Map(threads.map((thread) => [keyOf(thread.root), thread])),
    replies: new Map(replies.map((loaded) => [threadKey(loaded), loaded])),
  };
}
