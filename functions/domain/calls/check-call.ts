import { times } from "../../../contract/times.ts";
import type { CheckCall } from "../events/delivery-job.ts";
import { announceFromQueue, enqueue, type FanOut } from "../events/fan-out.ts";
import type { AbsentQueues } from "../notifications/notify-absent.ts";
import { queueWebPush } from "../notifications/queue-web-push.ts";
import { notifyOfEnd } from "./notify-of-end.ts";
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
  const { conversationId } = job;
  const result = await settleAndReport(fanOut.db, { ...job, check, isUnanswered });
  const { announcements, settled } = result;
  for (const announcement of announcements) await announceFromQueue(fanOut, announcement);
  await notifyOfEnd(absentQueues, conversationId, result);
  // The call of a group rings until now. The notification of a direct one was replaced when it was answered.
  if (isUnanswered && settled?.isNext && settled.isPushed && settled.seconds !== null) {
    const call = { conversationId, callId: settled.callId, state: "answered" } as const;
    await queueWebPush(absentQueues.webPushQueue, call);
  }
  if (!settled?.isNext || check === undefined) return;
  await enqueue(fanOut.queue, [{ task, ...job, check: check + 1 }], times.calls.checkSeconds);
}
