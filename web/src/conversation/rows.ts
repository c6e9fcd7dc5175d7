import type { MessageId, UserId } from "../../../contract/ids.ts";
import type { Timeline } from "../client/timeline.ts";
import { isSameDay } from "./times.ts";

/** One message as the list shows it. */
export interface Row {
  id: MessageId;
  senderId: UserId;
  content: string;
  createdAt: string;
  /** A day begins with it: its name stands above. */
  startsDay: boolean;
  /** Its author and time stand above; the messages right after it, by the same author, go without. */
  startsGroup: boolean;
  state: "sent" | "sending" | "failed";
  failure?: string | undefined;
}

/** Messages of one author that are no further apart than this stand together. */
const groupMs = 5 * 60_000;

/** The rows of a timeline: what the server has, then what is on its way. */
export function rowsOf(timeline: Timeline, me: UserId): Row[] {
  const plain = [
    ...timeline.messages.map((message) => ({ ...message, state: "sent" as const })),
    ...timeline.pending.map((message) => ({
      ...message,
      senderId: me,
      state: message.failure === undefined ? ("sending" as const) : ("failed" as const),
    })),
  ];
  return plain.map((message, at) => {
    const before = plain[at - 1];
    const startsDay = !before || !isSameDay(before.createdAt, message.createdAt);
    return {
      id: message.id,
      senderId: message.senderId,
      content: message.content,
      createdAt: message.createdAt,
      state: message.state,
      ...("failure" in message && { failure: message.failure }),
      startsDay,
      startsGroup:
        startsDay ||
        before.senderId !== message.senderId ||
        Date.parse(message.createdAt) - Date.parse(before.createdAt) > groupMs,
    };
  });
}
