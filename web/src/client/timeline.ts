import type { Message } from "../../../contract/messages.ts";
import type { OutboxMessage } from "./outbox.ts";

/** What is known of a conversation's messages: an unbroken run of them up to the newest, and ours under way. */
export interface Timeline {
  /** In the order of seq, without holes. */
  readonly messages: readonly Message[];
  readonly pending: readonly OutboxMessage[];
  /** Before the first page has come, nothing is known. */
  readonly isLoaded: boolean;
}

export const emptyTimeline: Timeline = { messages: [], pending: [], isLoaded: false };

/** The last seq that is known; 0 before the first message. */
export const lastSeq = (timeline: Timeline): number => timeline.messages.at(-1)?.seq ?? 0;

/** Whether there are messages before the first one that is known. */
export const hasOlder = (timeline: Timeline): boolean => (timeline.messages[0]?.seq ?? 1) > 1;

/**
 * Adds messages, in any order and also ones known already; of two with the same seq the later one counts.
 * What would leave a hole is left out: whoever adds must fetch what is between, and `gap` says so.
 */
export function addMessages(
  timeline: Timeline,
  added: readonly Message[],
): { timeline: Timeline; gap: boolean } {
  const bySeq = new Map(timeline.messages.map((message) => [message.seq, message]));
  for (const message of added) bySeq.set(message.seq, message);
  const sorted = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  // The run that holds what was known before; without that, the newest run. Of what is known to be empty, the first.
  const newest = timeline.isLoaded ? 1 : sorted.at(-1)?.seq;
  const anchor = timeline.messages.at(-1)?.seq ?? newest;
  const at = sorted.findIndex((message) => message.seq === anchor);
  let from = at;
  let to = at;
  while (from > 0 && sorted[from - 1]?.seq === (sorted[from]?.seq ?? 0) - 1) from--;
  while (to < sorted.length - 1 && sorted[to + 1]?.seq === (sorted[to]?.seq ?? 0) + 1) to++;
  const messages = at < 0 ? [] : sorted.slice(from, to + 1);
  const known = new Set(messages.map((message) => message.id));
  return {
    timeline: {
      ...timeline,
      messages,
      pending: timeline.pending.filter((message) => !known.has(message.id)),
    },
    gap: to < sorted.length - 1,
  };
}
