import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import { type Backoff, retryMs } from "../backoff.ts";
import type { ChatClient } from "../chat-client.ts";
import { inBackground, type ReportError } from "../errors.ts";
import { ProblemError } from "../http/problem-error.ts";
import { emptyTimeline, lastSeq } from "../timelines/timeline.ts";

export interface FollowOptions {
  onMessage: (message: Message) => void;
  reportError: ReportError;
  backoff: Backoff;
}

/** The parts of a client that a bot follows. */
export type Followed = Pick<ChatClient, "state" | "subscribe" | "open" | "show"> & {
  timelines: Pick<ChatClient["timelines"], "loadNewer">;
};

/** Waits for a time in milliseconds, or until `signal` aborts. */
const waitUnlessAborted = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener("abort", end);
    if (signal.aborted) end();
  });

/** Calls `onMessage` for each message that arrives after the bot has started. @returns a function that ends this */
export function followMessages(
  client: Followed,
  { onMessage, reportError, backoff }: FollowOptions,
): () => void {
  const delivered = new Map<ConversationId, number>();
  const following = new Set<ConversationId>();
  const stopping = new AbortController();
  const { signal } = stopping;
  let isFirst = true;
  const timelineOf = (id: ConversationId) => client.state.timelines.get(id) ?? emptyTimeline;

  /** Whether no message is missing between the last delivered one and those of the timeline. */
  const continues = (id: ConversationId, from: number) => {
    const timeline = timelineOf(id);
    const first = timeline.messages[0]?.seq ?? 0;
    return timeline.isLoaded && first <= from + 1 && (timeline.isAtEnd || lastSeq(timeline) >= from);
  };
  const deliver = (id: ConversationId, from: number) => {
    const timeline = timelineOf(id);
    delivered.set(id, Math.max(from, lastSeq(timeline)));
    for (const message of timeline.messages) if (message.seq > from && !signal.aborted) onMessage(message);
  };

  /** Loads all messages after the last delivered one, because a timeline that ends in the past receives no new ones. */
  const loadMissed = async (id: ConversationId) => {
    if (!timelineOf(id).isLoaded) await client.open(id);
    // A message that the bot sends moves the timeline to its end, also while this load is under way.
    for (;;) {
      const from = delivered.get(id) ?? 0;
      if (signal.aborted || continues(id, from)) break;
      await client.show(id, from + 1);
    }
    while (!signal.aborted && !timelineOf(id).isAtEnd) await client.timelines.loadNewer(id);
  };
  /** Repeats a load after temporary failures, because nothing else may happen after which it would be repeated. */
  const persistently = async (load: () => Promise<void>) => {
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        return await load();
      } catch (error) {
        if (!(error instanceof ProblemError && error.isTemporary)) throw error;
        await waitUnlessAborted(retryMs(error, backoff, failures), signal);
      }
    }
  };
  const look = () => {
    const { conversations, conversationsCursor } = client.state;
    if (signal.aborted || conversationsCursor === undefined) return;
    for (const [id, conversation] of conversations) {
      // In a conversation that appears later, unread messages are new as well.
      const from = delivered.get(id) ?? (isFirst ? conversation.lastSeq : conversation.lastReadSeq);
      delivered.set(id, from);
      const isComplete = continues(id, from);
      if (isComplete) deliver(id, from);
      if (following.has(id) || (isComplete && timelineOf(id).isAtEnd)) continue;
      following.add(id);
      const loaded = persistently(() => loadMissed(id));
      const ended = loaded.finally(() => following.delete(id));
      inBackground("bot.loadMissed", ended.then(look), reportError);
    }
    isFirst = false;
  };
  const unsubscribe = client.subscribe(look);
  return () => {
    stopping.abort();
    unsubscribe();
  };
}
