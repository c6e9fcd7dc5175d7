import type { ConversationId } from "../../contract/ids.ts";
import type { ChatState } from "../chat-state.ts";
import { emptyTimeline, lastSeq, type Timeline } from "./timeline.ts";

/** Conversations per `sync`. Two positions for each of them fit into a frame of 32 KiB. */
export const syncConversations = 250;

/** The positions that a sync continues from: see `SyncFrame`. */
export interface SyncPositions {
  conversations: Record<ConversationId, number>;
  revisions: Record<ConversationId, number>;
}

/** The conversations with a loaded timeline, the most recently opened last, at most as many as a sync can name. */
export function openedIds({ timelines }: ChatState): ConversationId[] {
  const opened = [...timelines].filter(([, timeline]) => timeline.isLoaded);
  return opened.slice(-syncConversations).map(([id]) => id);
}

/** Returns the positions from which a sync of these conversations continues. */
export function syncPositions(
  { conversations, timelines }: ChatState,
  ids: readonly ConversationId[],
): SyncPositions {
  const each = (position: (timeline: Timeline, id: ConversationId) => number) =>
    Object.fromEntries(ids.map((id) => [id, position(timelines.get(id) ?? emptyTimeline, id)]));
  return {
    // A timeline that ends in the past needs no messages after its end.
    conversations: each((timeline, id) =>
      timeline.isAtEnd ? lastSeq(timeline) : (conversations.get(id)?.lastSeq ?? 0),
    ),
    revisions: each((timeline) => timeline.revision),
  };
}
