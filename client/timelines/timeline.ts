import type { Message } from "../../contract/messages.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";

/** What is known of a conversation's messages: an unbroken run of them, and ours under way. */
export interface Timeline {
  /** In the order of seq, without holes. */
  readonly messages: readonly Message[];
  readonly pending: readonly OutboxMessage[];
  /** Before the first page has come, nothing is known. */
  readonly isLoaded: boolean;
  /** Whether the run goes up to the newest message, and grows with each new one. Else it is a part of the past. */
  readonly isAtEnd: boolean;
  /** All changes of the messages up to this revision are in it. */
  readonly revision: number;
  /** Counts the parts that were shown: another one is not a continuation. */
  readonly part: number;
  /** The message that somebody wants to see, counted so that wanting it again is told apart. */
  readonly focus?: { readonly seq: number; readonly count: number } | undefined;
}

export const emptyTimeline: Timeline = {
  messages: [],
  pending: [],
  isLoaded: false,
  isAtEnd: true,
  revision: 0,
  part: 0,
};

/** The last seq that is known; 0 before the first message. */
export const lastSeq = (timeline: Timeline): number => timeline.messages.at(-1)?.seq ?? 0;

/** Whether there are messages before the first one that is known. */
export const hasOlder = (timeline: Timeline): boolean => (timeline.messages[0]?.seq ?? 1) > 1;

/** Of two forms of a message, the one after more changes; of two alike, the one told later. */
const newerOf = (known: Message | undefined, told: Message): Message =>
  known && (known.revision ?? 0) > (told.revision ?? 0) ? known : told;

/** The messages together, if the added ones continue the known ones at one end: what most pages and pushes do. */
function joined(known: readonly Message[], added: readonly Message[]): readonly Message[] | undefined {
  const [first] = known;
  const last = known.at(-1);
  if (!first || !last || added.length === 0) return undefined;
  const sorted = [...added].sort((a, b) => a.seq - b.seq);
  const from = sorted[0]?.seq ?? 0;
  if (sorted.some(({ seq }, at) => seq !== from + at)) return undefined;
  if (from === last.seq + 1) return [...known, ...sorted];
  return from + sorted.length === first.seq ? [...sorted, ...known] : undefined;
}

/**
 * Adds messages, in any order and also ones known already.
 * What would leave a hole is left out: whoever adds must fetch what is between, and `gap` says so.
 */
export function addMessages(
  timeline: Timeline,
  added: readonly Message[],
): { timeline: Timeline; gap: boolean } {
  const whole = joined(timeline.messages, added);
  if (whole) return { timeline: withoutSent({ ...timeline, messages: whole }, added), gap: false };
  const bySeq = new Map(timeline.messages.map((message) => [message.seq, message]));
  for (const message of added) bySeq.set(message.seq, newerOf(bySeq.get(message.seq), message));
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
  return {
    timeline: withoutSent({ ...timeline, messages }, messages),
    gap: to < sorted.length - 1,
  };
}

/** Without the pending messages that the server has taken. */
export function withoutSent(timeline: Timeline, sent: readonly Message[]): Timeline {
  if (timeline.pending.length === 0) return timeline;
  const ids = new Set(sent.map((message) => message.id));
  return { ...timeline, pending: timeline.pending.filter((message) => !ids.has(message.id)) };
}

/** With another form of a message that is in it, if that is newer. */
export function withChanged(timeline: Timeline, changed: Message): Timeline {
  const at = timeline.messages.findIndex(({ seq }) => seq === changed.seq);
  const known = timeline.messages[at];
  if (!known || newerOf(known, changed) === known) return timeline;
  return { ...timeline, messages: timeline.messages.with(at, changed) };
}
