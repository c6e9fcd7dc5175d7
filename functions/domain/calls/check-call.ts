import { limits } from "../../../contract/limits.ts";
import type { CheckCall } from "../events/delivery-job.ts";
import { announceFromQueue, enqueue, type FanOut } from "../events/fan-out.ts";
import { type AbsentQueues, notifyOfMissedCall } from "../notifications/notify-absent.ts";
import { queueWebPush } from "../notifications/queue-web-push.ts";
import { settleAndReport } from "./report.ts";

/** The number of a call's first check, at the end of which it has rung for long enough. */
export const firstCheck = 0;

/**
 * Settles a call, and announces the result. A numbered check queues the next one, as long as the call lasts, so that no
 * call outlives its participants.
 */
export async function checkCall(
  fanOut: FanOut,
  absentQueues: AbsentQueues,
  { task, check, ...job }: CheckCall,
): Promise<void> {
  const isUnanswered = check === firstCheck;
  const { announcements, missed, settled } = await settleAndReport(fanOut.db, {
    ...job,
    check,
    isUnanswered,
  });
  for (const announcement of announcements) await announceFromQueue(fanOut, announcement);
  if (missed) await notifyOfMissedCall(absentQueues, missed, settled?.silenced);
  // The call of a group rings until now, and its notification says so on the devices of absent users.
  if (isUnanswered && settled?.isNext && settled.isRung && settled.seconds !== null) {
    const { conversationId } = job;
    const call = { conversationId, callId: settled.callId, state: "answered" } as const;
    await queueWebPush(absentQueues.webPushQueue, call);
  }
  if (!settled?.isNext || check === undefined) return;
  await enqueue(fanOut.queue, [{ task, ...job, check: check + 1 }], limits.calls.checkSeconds);
}
