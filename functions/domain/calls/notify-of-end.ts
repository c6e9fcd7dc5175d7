import type { ConversationId } from "../../../contract/ids.ts";
import { type AbsentQueues, notifyOfMissedCall } from "../notifications/notify-absent.ts";
import { queueWebPush } from "../notifications/queue-web-push.ts";
import type { settleAndReport } from "./report.ts";

/**
 * Notifies absent users of a call that has ended: that they missed it or, silently, that it has stopped ringing. Does
 * nothing if the call continues.
 */
export async function notifyOfEnd(
  queues: AbsentQueues,
  conversationId: ConversationId,
  {
    missed,
    isDeclined,
    settled,
  }: Pick<Awaited<ReturnType<typeof settleAndReport>>, "missed" | "isDeclined" | "settled">,
): Promise<void> {
  if (settled?.outcome !== "ended") return;
  const { callId, startedBy, silenced } = settled;
  if (missed) await notifyOfMissedCall(queues, missed, silenced);
  else if (settled.isPushed) {
    const job = { conversationId, callId, state: "ended", startedBy, silenced, isDeclined } as const;
    await queueWebPush(queues.webPushQueue, job);
  }
}
