import * as z from "zod/mini";
import { Conversation } from "../../contract/conversations.ts";
import { Message, Revision } from "../../contract/messages.ts";
import type { ChatState } from "../chat-state.ts";
import { sortedConversations } from "../conversations/overview.ts";
import { emptyTimeline } from "../timelines/timeline.ts";

/** The last known state, to show before or without a connection. */
export const Snapshot = z.object({
  conversations: z.array(Conversation),
  timelines: z.array(z.object({ messages: z.array(Message).check(z.minLength(1)), revision: Revision })),
});
export type Snapshot = z.infer<typeof Snapshot>;

/** Stores a snapshot. */
export interface SnapshotStore {
  load(): Promise<Snapshot | undefined>;
  save(snapshot: Snapshot): Promise<void>;
}

/** The maximum number of conversations, timelines, and messages per timeline in a snapshot. */
const most = { conversations: 100, timelines: 20, messages: 50 };

export function snapshotOf({ conversations, timelines }: ChatState): Snapshot {
  const { active, archived } = sortedConversations(conversations);
  const opened = [...timelines.values()].filter(
    ({ isLoaded, isAtEnd, messages }) => isLoaded && isAtEnd && messages.length > 0,
  );
  return {
    conversations: [...active, ...archived].slice(0, most.conversations),
    timelines: opened.slice(-most.timelines).map(({ messages, stored = messages, revision }) => ({
      messages: stored.slice(-most.messages),
      revision,
    })),
  };
}

/** Returns the state that a snapshot describes. */
export function stateOf({
  conversations,
  timelines,
}: Snapshot): Pick<ChatState, "conversations" | "conversationsCursor" | "people" | "timelines"> {
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
  };
}
