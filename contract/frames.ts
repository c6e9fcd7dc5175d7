import * as z from "zod";
import { Conversation, Participant } from "./conversations.ts";
import { ConversationId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message, NewMessage, ReadPosition, Seq } from "./messages.ts";
import { Problem } from "./problem.ts";

/** The subprotocol that client and server speak; the access token is offered beside it. */
export const subprotocol = "chatflow.v1";

const requestId = z.string().max(128, "must have at most 128 characters");

export const SendMessageFrame = NewMessage.extend({
  action: z.literal("message.send"),
  requestId,
  conversationId: ConversationId,
});
export type SendMessageFrame = z.infer<typeof SendMessageFrame>;

export const ReadFrame = z.object({
  action: z.literal("read"),
  requestId,
  conversationId: ConversationId,
  seq: Seq,
});
export type ReadFrame = z.infer<typeof ReadFrame>;

/** Asks for what came after the last seq that the client knows of each conversation. */
export const SyncFrame = z.object({
  action: z.literal("sync"),
  requestId,
  conversations: z
    .record(ConversationId, Seq)
    .refine(
      (conversations) => Object.keys(conversations).length <= limits.syncConversations,
      `must name at most ${limits.syncConversations} conversations`,
    ),
});
export type SyncFrame = z.infer<typeof SyncFrame>;

/** Says that somebody writes, or no longer does. Repeated while they write: see `limits.typingMs`. */
export const TypingFrame = z.object({
  action: z.literal("typing"),
  conversationId: ConversationId,
  isTyping: z.boolean(),
});
export type TypingFrame = z.infer<typeof TypingFrame>;

export const PingFrame = z.object({ action: z.literal("ping") });

/** What a client may send; `action` is the API's route selection expression. */
export const ClientFrame = z.discriminatedUnion("action", [
  SendMessageFrame,
  ReadFrame,
  SyncFrame,
  TypingFrame,
  PingFrame,
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const MessageCreated = z.object({ type: z.literal("message.created"), message: Message });
export const ReadUpdated = z.object({
  type: z.literal("read.updated"),
  conversationId: ConversationId,
  userId: UserId,
  seq: Seq,
});

/** Told to the other people of a conversation, not to one's own devices. */
export const Typing = z.object({
  type: z.literal("typing"),
  conversationId: ConversationId,
  userId: UserId,
  isTyping: z.boolean(),
});

/** Told to the people that somebody talks with. A reconnect within `limits.offlineAfterMs` is told to nobody. */
export const Presence = z.object({ type: z.literal("presence"), userId: UserId, online: z.boolean() });

/** A conversation that is new to whoever gets this: it was started, or they were added. */
export const ConversationCreated = z.object({
  type: z.literal("conversation.created"),
  conversation: Conversation,
});

/** What a conversation has in common for all that take part in it. */
export const SharedConversation = Conversation.pick({
  id: true,
  name: true,
  isGroupChat: true,
  createdAt: true,
  participantCount: true,
});
export const ConversationUpdated = z.object({
  type: z.literal("conversation.updated"),
  conversation: SharedConversation,
});

export const ParticipantAdded = z.object({
  type: z.literal("participant.added"),
  conversationId: ConversationId,
  participants: z.array(Participant),
  participantCount: z.number().int(),
});

/** Also told to who was removed; nothing of the conversation reaches them after that. */
export const ParticipantRemoved = z.object({
  type: z.literal("participant.removed"),
  conversationId: ConversationId,
  userId: UserId,
  participantCount: z.number().int(),
});

/** Pushed to every device of everybody whom it concerns. */
export const ServerEvent = z.discriminatedUnion("type", [
  MessageCreated,
  ReadUpdated,
  Typing,
  Presence,
  ConversationCreated,
  ConversationUpdated,
  ParticipantAdded,
  ParticipantRemoved,
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** Answers to one frame, with its `requestId`. */
export const MessageAck = z.object({ type: z.literal("ack"), requestId: z.string(), message: Message });
export type MessageAck = z.infer<typeof MessageAck>;
export const ReadAck = ReadPosition.extend({ type: z.literal("ack"), requestId: z.string() });
export type ReadAck = z.infer<typeof ReadAck>;
/** A page of what was missed, in the order of seq in each conversation; `more` asks to sync again. */
export const SyncAnswer = z.object({
  type: z.literal("sync"),
  requestId: z.string(),
  messages: z.array(Message),
  more: z.boolean(),
});
export type SyncAnswer = z.infer<typeof SyncAnswer>;
export const ErrorFrame = z.object({
  type: z.literal("error"),
  requestId: z.string().optional(),
  problem: Problem,
});
export type ErrorFrame = z.infer<typeof ErrorFrame>;
export const Pong = z.object({ type: z.literal("pong") });

/** Everything that a client may receive. */
export const ServerFrame = z.union([ServerEvent, MessageAck, ReadAck, SyncAnswer, ErrorFrame, Pong]);
export type ServerFrame = z.infer<typeof ServerFrame>;
