import { times } from "../times.ts";

const ada = "0192f0c1-7a4e-7c3a-9b1e-2f6d8a1c0001";
const grace = "0192f0c1-7a4e-7c3a-9b1e-2f6d8a1c0002";

export const conversationId = "0192f0c2-11d0-7e55-8a0f-5b7c9d2e0010";
export const messageId = "0192f0c3-5e21-7b90-a4c8-6d1f3b4a0020";
const attachmentId = "0192f0c4-90aa-7d13-b2e7-7c0a5e6f0030";

export const user = {
  id: ada,
  username: "ada",
  fullName: "Ada Lovelace",
  createdAt: "2026-11-25T09:00:00.000Z",
};

export const session = {
  user: { ...user, email: "ada@example.com", isEmailVerified: true, workspaceRole: "member" },
  accessToken: "eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ…",
  expiresIn: times.accessTokenSeconds,
};

export const message = {
  id: messageId,
  conversationId,
  seq: 42,
  senderId: ada,
  content: "Lunch at noon, @grace?",
  createdAt: "2026-11-25T11:02:17.482Z",
  reactions: [],
};

const participant = (userId: string, username: string, role: string) => ({
  user: { id: userId, username, fullName: null, createdAt: "2026-11-25T09:00:00.000Z" },
  role,
  joinedAt: "2026-11-25T10:00:00.000Z",
  lastReadSeq: 42,
  online: true,
});

export const newConversation = { participantIds: [grace], name: "Lunch", isGroupChat: true };

export const conversation = {
  id: conversationId,
  name: "Lunch",
  isGroupChat: true,
  kind: "group",
  createdAt: "2026-11-25T10:00:00.000Z",
  version: 1,
  adminsOnly: false,
  lastSeq: 42,
  lastRevision: 0,
  lastMessage: message,
  lastReadSeq: 42,
  unreadCount: 0,
  mentionCount: 0,
  role: "owner",
  settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
  participants: [participant(ada, "ada", "owner"), participant(grace, "grace", "member")],
  participantCount: 2,
};

export const channel = {
  id: conversationId,
  name: "design",
  createdAt: "2026-11-25T10:00:00.000Z",
  topic: "Screens, colours and type",
  postingRule: "everyone",
  isDefault: false,
  participantCount: 12,
  isJoined: false,
};

export const newAttachment = {
  fileName: "menu.png",
  contentType: "image/png",
  sizeBytes: 48_213,
  width: 800,
  height: 600,
};

export const upload = {
  attachment: { id: attachmentId, ...newAttachment },
  url: "/files/",
  fields: { key: `attachments/${attachmentId}`, policy: "eyJleHBpcmF0aW9uIjoi…", "x-amz-signature": "6f1c…" },
};

const seat = "019abbd2-6d54-7a53-9a3e-51a8ef1f5c03";

export const call = {
  id: "019abbd2-6d54-7a53-9a3e-51a8ef1f5c02",
  conversationId,
  startedBy: message.senderId,
  startedAt: "2026-11-25T12:00:00.000Z",
  isRinging: false,
  participants: [{ userId: message.senderId, seat, joinedAt: "2026-11-25T12:00:00.000Z" }],
  version: 1,
};

/** One example of each frame that a client sends, and of its reply. */
export const exchanges: readonly {
  title: string;
  text: string;
  frame: Readonly<Record<string, unknown>>;
  reply?: Readonly<Record<string, unknown>>;
}[] = [
  {
    title: "Send a message",
    text: "The ack arrives after the message is stored. Repeat the frame with the same id until an ack or a permanent error arrives. The server stores the message once.",
    frame: {
      action: "message.send",
      requestId: "1",
      conversationId,
      id: messageId,
      content: message.content,
    },
    reply: { type: "ack", requestId: "1", message },
  },
  {
    title: "Mark as read",
    text: "The read position never moves back.",
    frame: { action: "read", requestId: "2", conversationId, seq: 42 },
    reply: { type: "ack", requestId: "2", lastReadSeq: 42, unreadCount: 0 },
  },
  {
    title: "Sync after a reconnect",
    text: "A push may get lost, but no message does. Send the last sequence number that you have of each conversation, and sync again while the reply has `more: true`. With `revisions`, the reply also contains the older messages that changed.",
    frame: { action: "sync", requestId: "3", conversations: { [conversationId]: 41 } },
    reply: { type: "sync", requestId: "3", messages: [message], more: false },
  },
  {
    title: "Announce typing",
    text: `There is no reply. Repeat the frame every ${times.typingRepeatMs / 1000} seconds while your user writes. Other clients hide the sign after ${times.typingMs / 1000} seconds.`,
    frame: { action: "typing", conversationId, isTyping: true },
  },
  {
    title: "Join a call",
    text: `Starts a call if there is none. Repeat the frame every ${times.calls.renewMs / 1000} seconds and on each new connection, with the same seat, to stay in the call. A user has one seat per call: a new one replaces the seat on another device.`,
    frame: { action: "call.join", requestId: "4", conversationId, seat },
    reply: {
      type: "ack",
      requestId: "4",
      call,
      iceServers: [{ urls: ["stun:stun.example.com:3478"] }],
      isRelayed: false,
    },
  },
  {
    title: "Send a signal",
    text: "Negotiates the media with one other participant. Send the next signal to the same participant after the ack, so that signals arrive in order.",
    frame: {
      action: "call.signal",
      requestId: "5",
      conversationId,
      callId: call.id,
      seat,
      to: "019abbd2-6d54-7a53-9a3e-51a8ef1f5c04",
      signal: { candidates: [{ candidate: "", sdpMid: "0", sdpMLineIndex: 0 }] },
    },
    reply: { type: "ack", requestId: "5", callId: call.id },
  },
  {
    title: "Decline a call",
    text: "Only while it rings. It stops ringing on all devices.",
    frame: { action: "call.decline", requestId: "6", conversationId, callId: call.id },
    reply: { type: "ack", requestId: "6", callId: call.id },
  },
  {
    title: "Leave a call",
    text: `A client whose connection ends leaves after ${times.calls.graceSeconds} seconds. The call is over when nobody is left. In a direct conversation, it is over when one of the two leaves.`,
    frame: { action: "call.leave", requestId: "7", conversationId, callId: call.id, seat },
    reply: { type: "ack", requestId: "7", callId: call.id },
  },
  {
    title: "Ping",
    text: "API Gateway closes a connection after ten idle minutes.",
    frame: { action: "ping" },
    reply: { type: "pong" },
  },
];

/** An event, as the server pushes it. */
export const event = { type: "message.created", message };
