import * as z from "zod/mini";
import { storable } from "./documented-limits.ts";
import { CallId, ConversationId, SeatId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import type { Routes } from "./route.ts";
import { RequestId } from "./web-socket.ts";

/** A user's place in a call, on one device. The client chooses the id anew each time its user joins. */
export const CallParticipant = z.object({ userId: UserId, seat: SeatId, joinedAt: z.iso.datetime() });
export type CallParticipant = z.infer<typeof CallParticipant>;

/** A call under way. A conversation has at most one. */
export const Call = z
  .object({
    id: CallId,
    conversationId: ConversationId,
    startedBy: UserId,
    startedAt: z.iso.datetime(),
    /** The call of a direct conversation or of a small group has no answer yet. */
    isRinging: z.boolean(),
    /**
     * The participants of the conversation for whom the call rings: they have neither joined nor declined it. In a group,
     * it keeps ringing for them after the first answer. Functions of older releases send none.
     */
    ringing: z.optional(z.array(UserId)),
    /** The users in the call, in the order in which they joined. */
    participants: z.array(CallParticipant),
    /** Grows with each change. The higher one is newer. */
    version: z.int(),
  })
  .register(z.globalRegistry, { id: "Call" });
export type Call = z.infer<typeof Call>;

/** The calls in the caller's conversations. */
export const Calls = z.object({ items: z.array(Call) }).register(z.globalRegistry, { id: "Calls" });
export type Calls = z.infer<typeof Calls>;

/** A STUN or TURN server, as `RTCPeerConnection` takes it. */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.optional(z.string()),
  credential: z.optional(z.string()),
});
export type IceServer = z.infer<typeof IceServer>;

const text = (most: number) => z.string().check(z.maxLength(most)).register(z.globalRegistry, storable);

/** The JSON of an `RTCSessionDescription`. */
export const SessionDescription = z.object({
  type: z.enum(["offer", "answer"]),
  sdp: text(limits.calls.description),
});
export type SessionDescription = z.infer<typeof SessionDescription>;

/** The JSON of an `RTCIceCandidate`. */
export const IceCandidate = z.object({
  candidate: text(limits.calls.candidate),
  sdpMid: z.optional(z.nullable(text(limits.calls.mediaId))),
  sdpMLineIndex: z.optional(z.nullable(z.int().check(z.minimum(0), z.maximum(limits.calls.mediaLines)))),
  usernameFragment: z.optional(z.nullable(text(limits.calls.mediaId))),
});
export type IceCandidate = z.infer<typeof IceCandidate>;

/** A step of the negotiation between two participants. The description, if there is one, comes before the candidates. */
export const CallSignal = z.object({
  description: z.optional(SessionDescription),
  candidates: z.optional(z.array(IceCandidate).check(z.maxLength(limits.calls.candidates))),
});
export type CallSignal = z.infer<typeof CallSignal>;

/**
 * Joins a call, or starts one. Clients repeat the frame every `times.calls.renewMs`, and on a new connection, to keep
 * the seat. A new seat replaces the user's seat on another device.
 */
export const JoinCallFrame = z.object({
  action: z.literal("call.join"),
  requestId: RequestId,
  conversationId: ConversationId,
  seat: SeatId,
  /** Joins only this call. Without it, starts a call if there is none. */
  callId: z.optional(CallId),
});
export type JoinCallFrame = z.infer<typeof JoinCallFrame>;

/** Leaves a call. */
export const LeaveCallFrame = z.object({
  action: z.literal("call.leave"),
  requestId: RequestId,
  conversationId: ConversationId,
  callId: CallId,
  seat: SeatId,
});

/**
 * Declines a ringing call, which then stops ringing on all of the user's open pages. This ends a direct call. A group's
 * call continues for the others.
 */
export const DeclineCallFrame = z.object({
  action: z.literal("call.decline"),
  requestId: RequestId,
  conversationId: ConversationId,
  callId: CallId,
});

/** Sends a signal from one participant of a call to another. */
export const SignalFrame = z.object({
  action: z.literal("call.signal"),
  requestId: RequestId,
  conversationId: ConversationId,
  callId: CallId,
  seat: SeatId,
  /** The seat of the recipient. */
  to: SeatId,
  signal: CallSignal,
});
export type SignalFrame = z.infer<typeof SignalFrame>;

/** The reply to `call.join`. The servers are for this participant only. Their credentials expire. */
export const JoinCallAck = z.object({
  type: z.literal("ack"),
  requestId: z.string(),
  call: Call,
  iceServers: z.array(IceServer),
  /** Media goes through TURN servers only, so that participants do not see each other's addresses. */
  isRelayed: z.boolean(),
});
export type JoinCallAck = z.infer<typeof JoinCallAck>;

/** The reply to the other frames of a call. */
export const CallAck = z.object({ type: z.literal("ack"), requestId: z.string(), callId: CallId });
export type CallAck = z.infer<typeof CallAck>;

/** A call started, or users joined or left it. */
export const CallUpdated = z.object({ type: z.literal("call.updated"), call: Call });

/** A call is over. */
export const CallEnded = z.object({
  type: z.literal("call.ended"),
  conversationId: ConversationId,
  callId: CallId,
});

/** The user declined a group's call on one of their devices. It stops ringing on all of them, and the call continues. */
export const CallDeclined = z.object({
  type: z.literal("call.declined"),
  conversationId: ConversationId,
  callId: CallId,
});

/** A signal from another participant. Goes to the connection of its recipient only. */
export const CallSignaled = z.object({
  type: z.literal("call.signal"),
  conversationId: ConversationId,
  callId: CallId,
  from: SeatId,
  /** The user who has the sender's seat now. Servers of earlier releases leave it out. */
  userId: z.optional(UserId),
  to: SeatId,
  signal: CallSignal,
});
export type CallSignaled = z.infer<typeof CallSignaled>;

export const callRoutes = {
  listCalls: {
    method: "GET",
    path: "/calls",
    access: "signed-in",
    answers: { 200: Calls },
  },
} as const satisfies Routes;
