import { DeclineCallFrame, JoinCallFrame, LeaveCallFrame, SignalFrame } from "../../../contract/calls.ts";
import type { ConnectionId, ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { firstCheck } from "../../domain/calls/check-call.ts";
import { iceServers } from "../../domain/calls/ice-servers.ts";
import { joinCall } from "../../domain/calls/join.ts";
import { callUpdated, settleAndReport } from "../../domain/calls/report.ts";
import type { Settling } from "../../domain/calls/settle.ts";
import { recipientOfSignal } from "../../domain/calls/signal.ts";
import { membership } from "../../domain/conversations/membership.ts";
import { type Audience, recipientsOf } from "../../domain/events/audience.ts";
import type { Announcement } from "../../domain/events/delivery-job.ts";
import { announceNow, directPushes, enqueue, type FanOut } from "../../domain/events/fan-out.ts";
import type { action, FrameHandler } from "../../platform/realtime/socket-function.ts";
import type { IceConfiguration } from "./ice-configuration.ts";

export interface CallContext {
  fanOut: FanOut;
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

async function settle(fanOut: FanOut, settling: Settling): Promise<void> {
  const { announcements } = await settleAndReport(fanOut.db, settling);
  await announce(fanOut, announcements);
}

/** Queues the removal of a user whose connection has ended, unless they reconnect in time. */
export const queueEndedConnection = (
  { queue }: FanOut,
  endedConnection: ConnectionId,
  conversationIds: readonly ConversationId[],
): Promise<void> =>
  enqueue(
    queue,
    conversationIds.map((conversationId) => ({ task: "check call", conversationId, endedConnection })),
    limits.calls.graceSeconds,
  );

/** The actions of calls. */
export function callActions({ fanOut, ice, inSession }: CallContext): Readonly<Record<string, FrameHandler>> {
  const { db, queue } = fanOut;
  return {
    "call.join": inSession(JoinCallFrame, async ({ requestId, conversationId, seat, callId }, connection) => {
      const { call, outcome } = await joinCall(db, { ...connection, conversationId, seat, callId });
      if (outcome !== "renewed") await announce(fanOut, [callUpdated(call)]);
      if (outcome === "started") {
        const job = { task: "check call", conversationId, callId: call.id, check: firstCheck } as const;
        await enqueue(queue, [job], limits.calls.ringSeconds);
      }
      const servers = iceServers(await ice.settings(), seat);
      return { type: "ack", requestId, call, iceServers: servers, isRelayed: ice.isRelayed };
    }),
    "call.leave": inSession(
      LeaveCallFrame,
      async ({ requestId, conversationId, callId, seat }, { userId }) => {
        await settle(fanOut, { conversationId, callId, leaving: { userId, seat } });
        return { type: "ack", requestId, callId };
      },
    ),
    "call.decline": inSession(DeclineCallFrame, async ({ requestId, conversationId, callId }, { userId }) => {
      await membership(db, conversationId, userId);
      await settle(fanOut, { conversationId, callId, isUnanswered: true });
      return { type: "ack", requestId, callId };
    }),
    "call.signal": inSession(SignalFrame, async ({ requestId, to, seat, signal, ...of }, connection) => {
      const { conversationId, callId } = of;
      const recipient = await recipientOfSignal(db, { conversationId, callId, seat, to, ...connection });
      const event = { type: "call.signal", conversationId, callId, from: seat, to, signal } as const;
      const audience: Audience = { of: "connections", connectionIds: [recipient] };
      await announceNow(fanOut, { event, audience }, [recipient]);
      return { type: "ack", requestId, callId };
    }),
  };
}
