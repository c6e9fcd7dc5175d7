import * as z from "zod/mini";
import { ConnectionId, SessionId, UserId } from "../../../contract/ids.ts";
import { type ReadAck, ReadFrame } from "../../../contract/read-positions.ts";
import type { ErrorFrame } from "../../../contract/web-socket.ts";
import { currentPosition } from "../../platform/database/current-position.ts";
import { toProblem } from "../../platform/problems/to-problem.ts";
import { type PushedEvent, push } from "../../platform/realtime/push.ts";
import { ConversationNotFound } from "../conversations/refusals.ts";
import type { Announcement } from "../events/delivery-job.ts";
import { announceNow, type FanOut } from "../events/fan-out.ts";
import { markRead, type NewPosition, type Reading } from "./read-position.ts";

/** A `read` frame in the queue, with the connection that waits for its acknowledgement. */
export const ReadJob = z.extend(z.omit(ReadFrame, { action: true }), {
  connectionId: ConnectionId,
  userId: UserId,
  sessionId: SessionId,
});
export type ReadJob = z.infer<typeof ReadJob>;

/** Announces a new read position: to the reader's own devices, and in a small conversation to all participants. */
export function readUpdated(
  { conversationId, userId }: Reading,
  { lastReadSeq, isShared }: NewPosition,
): Announcement {
  return {
    event: { type: "read.updated", conversationId, userId, seq: lastReadSeq },
    audience: isShared ? { of: "conversation", conversationId } : { of: "people", userIds: [userId] },
  };
}

/** The frame that answers a job. */
function answerTo({ requestId }: ReadJob, position: NewPosition | undefined): PushedEvent {
  if (!position) {
    const refused: z.infer<typeof ErrorFrame> = {
      type: "error",
      requestId,
      problem: toProblem(new ConversationNotFound()),
    };
    return refused;
  }
  const { lastReadSeq, unreadCount } = position;
  const ack: ReadAck = { type: "ack", requestId, lastReadSeq, unreadCount };
  return ack;
}

/**
 * Marks the messages of many users as read with one statement. When all members of a large group read the same message,
 * this costs a statement for each batch instead of one for each member. Acknowledges each frame, and announces the
 * changes.
 */
export async function markAllRead(fanOut: FanOut, jobs: readonly ReadJob[]): Promise<void> {
  const { db, gateway } = fanOut;
  const positionOf = await markRead(db, jobs);
  const latest = await currentPosition(db);
  await Promise.all(
    jobs.map((job) => push(gateway, [job.connectionId], { ...answerTo(job, positionOf(job)), ...latest })),
  );
  const announced = new Set<NewPosition>();
  for (const job of jobs) {
    const position = positionOf(job);
    if (!position?.isChanged || announced.has(position)) continue;
    announced.add(position);
    const recipients = position.connectionIds.filter((id) => id !== job.connectionId);
    if (recipients.length > 0) await announceNow(fanOut, readUpdated(job, position), recipients);
  }
}
