import {
  type Call,
  DeclineCallFrame,
  JoinCallFrame,
  LeaveCallFrame,
  SignalFrame,
} from "../../../contract/calls.ts";
import { times } from "../../../contract/times.ts";
import { takeAllowance } from "../../domain/allowances.ts";
import { firstCheck } from "../../domain/calls/check-call.ts";
import { iceServers } from "../../domain/calls/ice-servers.ts";
import { type Joined, joinCall } from "../../domain/calls/join.ts";
import { notifyOfEnd } from "../../domain/calls/notify-of-end.ts";
import { callUpdated, settleAndReport } from "../../domain/calls/report.ts";
import type { Settling } from "../../domain/calls/settle.ts";
import { recipientOfSignal } from "../../domain/calls/signal.ts";
import { requireParticipant } from "../../domain/conversations/membership.ts";
import { type Audience, recipientsOf } from "../../domain/events/audience.ts";
import type { Announcement } from "../../domain/events/delivery-job.ts";
import { announceNow, directPushes, enqueue, type FanOut } from "../../domain/events/fan-out.ts";
import type { AbsentQueues } from "../../domain/notifications/notify-absent.ts";
import { queueWebPush } from "../../domain/notifications/queue-web-push.ts";
import type { action, FrameHandler } from "../../platform/realtime/socket-function.ts";
import type { IceConfiguration } from "./ice-configuration.ts";

export interface CallContext {
  fanOut: FanOut;
  absentQueues: AbsentQueues;
  ice: IceConfiguration;
  /** Makes the handler of an action that needs a live session. */
  inSession: typeof action;
}

async function announce(fanOut: FanOut, announcements: readonly Announcement[]): Promise<void> {
  for (const announcement of announcements) {
    const recipients = await recipientsOf(fanOut.db, announcement.audience, directPushes + 1);
    await announceNow(fanOut, announcement, recipients);
  }
}

async function settle(fanOut: FanOut, absentQueues: AbsentQueues, settling: Settling) {
  const result = await settleAndReport(fanOut.db, settling);
  await announce(fanOut, result.announcements);
  await notifyOfEnd(absentQueues, settling.conversationId, result);
  return result.settled;
}

/**
 * Selects the news that users without an open page get by Web Push: a call rings, or rings for nobody else because it was
 * answered. The Web Push function finds out which calls rang. A group's call rings until its first check.
 */
function pushedState({ isRinging, ringing = [], participants }: Call, outcome: Joined["outcome"]) {
  if (outcome === "started" && isRinging) return "ringing";
  if (ringing.length > 0) return undefined;
  return outcome === "joined" && !isRinging && participants.length === 2 ? "answered" : undefined;
}

/** The actions of calls. */
export function callActions({
  fanOut,
  absentQueues,
  ice,
  inSession,
}: CallContext): Readonly<Record<string, FrameHandler>> {
  const { db, queue } = fanOut;
  return {
    "call.join": inSession(JoinCallFrame, async ({ requestId, conversationId, seat, callId }, connection) => {
      const { call, outcome } = await joinCall(db, { ...connection, conversationId, seat, callId });
      if (outcome !== "renewed") await announce(fanOut, [callUpdated(call)]);
      if (outcome === "started") {
        const job = { task: "check call", conversationId, callId: call.id, check: firstCheck } as const;
        await enqueue(queue, [job], times.calls.ringSeconds);
      }
      const state = pushedState(call, outcome);
      if (state) await queueWebPush(absentQueues.webPushQueue, { conversationId, callId: call.id, state });
      const servers = iceServers(await ice.settings(), seat);
      return { type: "ack", requestId, call, iceServers: servers, isRelayed: ice.isRelayed };
    }),
    "call.leave": inSession(
      LeaveCallFrame,
      async ({ requestId, conversationId, callId, seat }, { userId }) => {
        await settle(fanOut, absentQueues, { conversationId, callId, leaving: { userId, seat } });
        return { type: "ack", requestId, callId };
      },
    ),
    "call.decline": inSession(DeclineCallFrame, async ({ requestId, conversationId, callId }, { userId }) => {
      await requireParticipant(db, conversationId, userId);
      const settling = { conversationId, callId, isUnanswered: true, declinedBy: userId };
      const settled = await settle(fanOut, absentQueues, settling);
      if (settled?.outcome === "unchanged") await takeAllowance(db, userId, "repeats");
      if (settled?.outcome === "unchanged" || settled?.outcome === "changed") {
        // A group's call continues, and stops ringing for this user only.
        const event = { type: "call.declined", conversationId, callId } as const;
        await announce(fanOut, [{ event, audience: { of: "people", userIds: [userId] } }]);
      }
      return { type: "ack", requestId, callId };
    }),
    "call.signal": inSession(SignalFrame, async ({ requestId, to, seat, signal, ...of }, connection) => {
      const { conversationId, callId } = of;
      const recipient = await recipientOfSignal(db, { conversationId, callId, seat, to, ...connection });
      const { userId } = connection;
      const event = { type: "call.signal", conversationId, callId, from: seat, userId, to, signal } as const;
      const audience: Audience = { of: "connections", connectionIds: [recipient] };
      await announceNow(fanOut, { event, audience }, [recipient]);
      return { type: "ack", requestId, callId };
    }),
  };
}
