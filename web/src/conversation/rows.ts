import type { OutboxMessage } from "../../../client/outbox/outbox.ts";
import type { Timeline } from "../../../client/timelines/timeline.ts";
import type { MessageId, UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { isSameDay } from "../i18n/times.ts";

/** One message as the list shows it: `sent` is the server's, the others are ours on their way. */
export type Row = {
  id: MessageId;
  senderId: UserId;
  createdAt: string;
  /** A day begins with it: its name stands above. */
  startsDay: boolean;
  /** Its author and time stand above; the messages right after it, by the same author, go without. */
  startsGroup: boolean;
} & ({ state: "sent"; message: Message } | { state: "sending" | "failed"; message: OutboxMessage });

/** Messages of one author that are no further apart than this stand together. */
const groupMs = 5 * 60_000;

type Item = Message | OutboxMessage;

/** The row of each message, and which one it followed: a hundred thousand of them are not made anew for one more. */
const cache = new WeakMap<Item, { before: Item | undefined; row: Row }>();

const senderOf = (item: Item, me: UserId) => ("senderId" in item ? item.senderId : me);

function rowOf(item: Item, before: Item | undefined, me: UserId): Row {
  const known = cache.get(item);
  if (known && known.before === before) return known.row;
  const senderId = senderOf(item, me);
  const startsDay = !before || !isSameDay(before.createdAt, item.createdAt);
  const startsGroup =
    startsDay ||
    senderOf(before, me) !== senderId ||
    ("replyTo" in item && item.replyTo !== undefined) ||
    Date.parse(item.createdAt) - Date.parse(before.createdAt) > groupMs;
  const place = { id: item.id, senderId, createdAt: item.createdAt, startsDay, startsGroup };
  const row: Row =
    "senderId" in item
      ? { ...place, state: "sent", message: item }
      : { ...place, state: item.failure === undefined ? "sending" : "failed", message: item };
  cache.set(item, { before, row });
  return row;
}

/** The rows of a timeline: what the server has, then what is on its way. */
export function rowsOf(timeline: Timeline, me: UserId): Row[] {
  const items: Item[] = timeline.isAtEnd
    ? [...timeline.messages, ...timeline.pending]
    : [...timeline.messages];
  return items.map((item, at) => rowOf(item, items[at - 1], me));
}
