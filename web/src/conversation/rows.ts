import type { OutboxMessage } from "../../../client/outbox/outbox.ts";
import type { OutboxChange } from "../../../client/outbox/outbox-change.ts";
import type { Timeline } from "../../../client/timelines/timeline.ts";
import type { MessageId, UserId } from "../../../contract/ids.ts";
import { isThreadOnly, type Message } from "../../../contract/messages.ts";
import { isSameDay } from "../i18n/times.ts";

/** A row of the message list. Rows in the state `sent` come from the server, the others from the outbox. */
export type Row = {
  id: MessageId;
  senderId: UserId;
  createdAt: string;
  /** The row is the first of its day, so the date is shown above it. */
  startsDay: boolean;
  /** The row shows its author and time. Later rows of the same group don't repeat them. */
  startsGroup: boolean;
} & (SentRow | { state: "sending" | "failed"; message: OutboxMessage });

interface SentRow {
  state: "sent";
  message: Message;
  /** The user's changes of the message that the server has not acknowledged, refused ones included. */
  changes: readonly OutboxChange[];
}

/** Consecutive messages of one author form a group if no more than this lies between two of them. */
const groupMs = 5 * 60_000;

type Item = Message | OutboxMessage;

const noChanges: readonly OutboxChange[] = [];

/** Rows by message, predecessor and changes, so that a new message in a long timeline does not rebuild every row. */
const cache = new WeakMap<Item, { before: Item | undefined; changes: readonly OutboxChange[]; row: Row }>();

const senderOf = (item: Item, me: UserId) => ("senderId" in item ? item.senderId : me);

const isReport = (item: Item) => "system" in item && item.system !== undefined;

interface Place {
  before: Item | undefined;
  changes: readonly OutboxChange[];
  me: UserId;
}

function rowOf(item: Item, { before, changes, me }: Place): Row {
  const known = cache.get(item);
  if (known && known.before === before && known.changes === changes) return known.row;
  const senderId = senderOf(item, me);
  const startsDay = !before || !isSameDay(before.createdAt, item.createdAt);
  const startsGroup =
    startsDay ||
    isReport(before) ||
    isReport(item) ||
    senderOf(before, me) !== senderId ||
    ("replyTo" in item && item.replyTo !== undefined) ||
    Date.parse(item.createdAt) - Date.parse(before.createdAt) > groupMs;
  const place = { id: item.id, senderId, createdAt: item.createdAt, startsDay, startsGroup };
  const row: Row =
    "senderId" in item
      ? { ...place, state: "sent", message: item, changes }
      : { ...place, state: item.failure === undefined ? "sending" : "failed", message: item };
  cache.set(item, { before, changes, row });
  return row;
}

function rowsOfItems(items: readonly Item[], changes: readonly OutboxChange[], me: UserId): Row[] {
  const changesOf = (id: MessageId) => {
    const own = changes.filter(({ messageId }) => messageId === id);
    return own.length > 0 ? own : noChanges;
  };
  return items.map((item, at) => rowOf(item, { before: items[at - 1], changes: changesOf(item.id), me }));
}

const isShown = (item: Item) => !isThreadOnly(item);

/**
 * Returns a timeline's rows: the messages from the server, then those in the outbox. Replies in threads are elsewhere.
 */
export function rowsOf({ messages, pending, changes, isAtEnd }: Timeline, me: UserId): Row[] {
  const items: Item[] = isAtEnd ? [...messages, ...pending] : [...messages];
  return rowsOfItems(items.filter(isShown), changes, me);
}

export interface ThreadItems extends Pick<Timeline, "pending" | "changes"> {
  /** Undefined if it no longer exists. */
  root: Message | undefined;
  messages: readonly Message[];
}

/** Returns a thread's rows: the root, the replies from the server, then those in the outbox. */
export function rowsOfThread({ root, messages, pending, changes }: ThreadItems, me: UserId): Row[] {
  return rowsOfItems([...(root ? [root] : []), ...messages, ...pending], changes, me);
}

/** How many names a reaction's tooltip shows. */
export const reactionNames = 12;

/** Returns the authors of the rows and of their first replies, and the users whom a reaction's tooltip names. */
export function peopleOf(rows: readonly Row[]): Set<UserId> {
  const ids = new Set<UserId>();
  for (const row of rows) {
    ids.add(row.senderId);
    if (row.state !== "sent") continue;
    for (const id of row.message.replierIds ?? []) ids.add(id);
    for (const { userIds } of row.message.reactions)
      for (const id of userIds.slice(0, reactionNames)) ids.add(id);
  }
  return ids;
}
