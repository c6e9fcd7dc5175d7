import type { Message } from "../../contract/messages.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import { type OutboxChange, withOutboxChange } from "../outbox/outbox-change.ts";
import { withLatestSummary, withRepliesCounted } from "../threads/thread-changes.ts";

/** The loaded messages of a conversation, without gaps, and the user's unacknowledged ones. */
export interface Timeline {
  /** Ordered by `seq`, without gaps. Includes the user's changes that the server has not acknowledged yet. */
  readonly messages: readonly Message[];
  /** The messages as the server has them, if they differ from `messages`. */
  readonly stored?: readonly Message[] | undefined;
  readonly pending: readonly OutboxMessage[];
  /** The user's changes in the outbox, refused ones included. */
  readonly changes: readonly OutboxChange[];
  /** False until the first page has loaded. */
  readonly isLoaded: boolean;
  /**
   * Whether the last message is the newest one, so that new ones are appended. If not, the timeline ends in the past.
   */
  readonly isAtEnd: boolean;
  /** The messages include all changes up to this revision. */
  readonly revision: number;
  /** Changes when the messages are replaced by others, so that a view does not try to keep its position. */
  readonly part: number;
  /** The message to scroll to. `count` distinguishes repeated requests for the same message. */
  readonly focus?: { readonly seq: number; readonly count: number } | undefined;
}

export const emptyTimeline: Timeline = {
  messages: [],
  pending: [],
  changes: [],
  isLoaded: false,
  isAtEnd: true,
  revision: 0,
  part: 0,
};

/** Returns the last loaded `seq`, or 0 if no message is loaded. */
export const lastSeq = (timeline: Timeline): number => timeline.messages.at(-1)?.seq ?? 0;

/** Whether messages exist before the first loaded one. */
export const hasOlder = (timeline: Timeline): boolean => (timeline.messages[0]?.seq ?? 1) > 1;

/**
 * Returns the version with the higher revision, or the received one if they are equal, with the latest summary of its
 * replies.
 */
const newerOf = (known: Message | undefined, received: Message): Message =>
  known && (known.revision ?? 0) > (received.revision ?? 0)
    ? withLatestSummary(known, received)
    : withLatestSummary(received, known);

/** Joins added messages to one end, as most pages and pushes allow. Returns undefined if they do not fit there. */
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
 * Adds messages, in any order, known ones included. Leaves out messages that would open a gap.
 *
 * @returns the timeline, and whether messages were left out, so that the caller must load those in between
 */
export function addMessages(
  timeline: Timeline,
  added: readonly Message[],
): { timeline: Timeline; gap: boolean } {
  const whole = joined(timeline.messages, added);
  if (whole) {
    const messages = withRepliesCounted(whole, added);
    return { timeline: withoutSent({ ...timeline, messages }, added), gap: false };
  }
  const bySeq = new Map(timeline.messages.map((message) => [message.seq, message]));
  for (const message of added) bySeq.set(message.seq, newerOf(bySeq.get(message.seq), message));
  const sorted = [...bySeq.values()].sort((a, b) => a.seq - b.seq);
  // Keeps the run that contains the known messages, or else the newest run. A loaded, empty timeline starts at 1.
  const newest = timeline.isLoaded ? 1 : sorted.at(-1)?.seq;
  const anchor = timeline.messages.at(-1)?.seq ?? newest;
  const at = sorted.findIndex((message) => message.seq === anchor);
  let from = at;
  let to = at;
  while (from > 0 && sorted[from - 1]?.seq === (sorted[from]?.seq ?? 0) - 1) from--;
  while (to < sorted.length - 1 && sorted[to + 1]?.seq === (sorted[to]?.seq ?? 0) + 1) to++;
  const messages = withRepliesCounted(at < 0 ? [] : sorted.slice(from, to + 1), added);
  return {
    timeline: withoutSent({ ...timeline, messages }, messages),
    gap: to < sorted.length - 1,
  };
}

/** A timeline that has received more messages than `most` keeps the newest `kept`. */
export const timelineSize = { most: 1_000, kept: 500 };

/** Drops the oldest messages of a timeline that has received very many. They load again when the user scrolls up. */
export function withoutOldest(timeline: Timeline): Timeline {
  const { messages } = timeline;
  if (messages.length <= timelineSize.most) return timeline;
  return {
    ...timeline,
    messages: messages.slice(-timelineSize.kept),
    part: timeline.part + 1,
    focus: undefined,
  };
}

/** Removes the pending messages that the server has stored. */
export function withoutSent(timeline: Timeline, sent: readonly Message[]): Timeline {
  if (timeline.pending.length === 0) return timeline;
  const ids = new Set(sent.map((message) => message.id));
  return { ...timeline, pending: timeline.pending.filter((message) => !ids.has(message.id)) };
}

/** Replaces a message by a newer version. */
export function withChanged(timeline: Timeline, changed: Message): Timeline {
  const at = timeline.messages.findIndex(({ seq }) => seq === changed.seq);
  const known = timeline.messages[at];
  const newer = known && newerOf(known, changed);
  if (!newer || newer === known) return timeline;
  return { ...timeline, messages: timeline.messages.with(at, newer) };
}

/** Counts a reply on its root, if the timeline has the root. */
export function withReplyCounted(timeline: Timeline, reply: Message): Timeline {
  const messages = withRepliesCounted(timeline.messages, [reply]);
  return messages === timeline.messages ? timeline : { ...timeline, messages };
}

/** Returns the timeline with all messages as the server has them. */
export function withoutChanges(timeline: Timeline): Timeline {
  if (!timeline.stored) return timeline;
  return { ...timeline, messages: timeline.stored, stored: undefined };
}

/** Returns a timeline of stored messages with the changes that wait. A refused change has no effect. */
export function withChanges(timeline: Timeline): Timeline {
  const waiting = timeline.changes.filter(({ failure }) => failure === undefined);
  const changed = new Set(waiting.map(({ messageId }) => messageId));
  if (!timeline.messages.some(({ id }) => changed.has(id))) return timeline;
  const messages = timeline.messages.map((message) =>
    waiting.filter(({ messageId }) => messageId === message.id).reduce(withOutboxChange, message),
  );
  return { ...timeline, messages, stored: timeline.messages };
}
