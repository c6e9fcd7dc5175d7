import * as z from "zod/mini";
import { DeviceId } from "./accounts.ts";
import { Conversation, ConversationSettings, Participant, ParticipantRole } from "./conversations.ts";
import { ConversationId, MessageId, UserId } from "./ids.ts";
import { limits } from "./limits.ts";
import { Message, NewMessage, ReadPosition, Revision, Seq } from "./messages.ts";
import { Problem } from "./problem.ts";
import { User } from "./users.ts";

/** The subprotocol that client and server speak; the access token is offered beside it. */
export const subprotocol = "chatflow.v1";

const requestId = z.string().check(z.maxLength(128, "must have at most 128 characters"));

export const SendMessageFrame = z.safeExtend(NewMessage, {
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

const perConversation = <S extends typeof Seq>(position: S) =>
  z
    .record(ConversationId, position)
    .check(
      z.refine(
        (conversations) => Object.keys(conversations).length <= limits.syncConversations,
        `must name at most ${limits.syncConversations} conversations`,
      ),
    );

/**
 * Asks for what came after the last seq that the client knows of each conversation; with `revisions`, also for the
 * messages up to that seq that changed after the last revision it knows.
 */
export const SyncFrame = z.object({
  action: z.literal("sync"),
  requestId,
  conversations: perConversation(Seq),
  revisions: z.optional(perConversation(Revision)),
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
/** Somebody edited it. */
export const MessageUpdated = z.object({ type: z.literal("message.updated"), message: Message });
/** What is left of it: without content, attachments and reactions, in its place. */
export const MessageDeleted = z.object({ type: z.literal("message.deleted"), message: Message });
/** Somebody reacted, or took a reaction back: all that a message has now. */
export const ReactionUpdated = z.object({
  type: z.literal("reaction.updated"),
  conversationId: ConversationId,
  messageId: MessageId,
  seq: Seq,
  revision: Revision,
  reactions: Message.shape.reactions,
});
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
export const Presence = z.object({
  type: z.literal("presence"),
  userId: UserId,
  online: z.boolean(),
  lastSeenAt: z.optional(z.iso.datetime()),
});

/** Told like presence, and to one's own devices: somebody's name or picture is another one now. */
export const UserUpdated = z.object({ type: z.literal("user.updated"), user: User });

/** A conversation that is new to whoever gets this: it was started, or they were added. */
export const ConversationCreated = z.object({
  type: z.literal("conversation.created"),
  conversation: Conversation,
});

/** What a conversation has in common for all that take part in it. */
export const SharedConversation = z.pick(Conversation, {
  id: true,
  name: true,
  isGroupChat: true,
  createdAt: true,
  version: true,
  adminsOnly: true,
  pictureId: true,
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
  participantCount: z.int(),
});

/** Somebody's role is another one now. */
export const ParticipantUpdated = z.object({
  type: z.literal("participant.updated"),
  conversationId: ConversationId,
  userId: UserId,
  role: ParticipantRole,
});

/** Told to one's own devices only. */
export const SettingsUpdated = z.object({
  type: z.literal("settings.updated"),
  conversationId: ConversationId,
  settings: ConversationSettings,
  unreadCount: z.int(),
  mentionCount: z.int(),
});

/** Told to one's own devices: those that are named have been signed out. */
export const SessionsEnded = z.object({ type: z.literal("sessions.ended"), deviceIds: z.array(DeviceId) });

/** Also told to who was removed; nothing of the conversation reaches them after that. */
export const ParticipantRemoved = z.object({
  type: z.literal("participant.removed"),
  conversationId: ConversationId,
  userId: UserId,
  participantCount: z.int(),
});

/** Pushed to every device of everybody whom it concerns. */
export const ServerEvent = z.discriminatedUnion("type", [
  MessageCreated,
  MessageUpdated,
  MessageDeleted,
  ReactionUpdated,
  ReadUpdated,
  Typing,
  Presence,
  UserUpdated,
  ConversationCreated,
  ConversationUpdated,
  ParticipantAdded,
  ParticipantUpdated,
  ParticipantRemoved,
  SettingsUpdated,
  SessionsEnded,
]);
export type ServerEvent = z.infer<typeof ServerEvent>;

/** Answers to one frame, with its `requestId`. */
export const MessageAck = z.object({ type: z.literal("ack"), requestId: z.string(), message: Message });
export type MessageAck = z.infer<typeof MessageAck>;
export const ReadAck = z.extend(ReadPosition, { type: z.literal("ack"), requestId: z.string() });
export type ReadAck = z.infer<typeof ReadAck>;
/**
 * A page of what was missed, in the order of seq in each conversation; `more` asks to sync again. `changes` are
 * messages that changed, `revisions` says up to where that is all of them.
 */
export const SyncAnswer = z.object({
  type: z.literal("sync"),
  requestId: z.string(),
  messages: z.array(Message),
  changes: z.optional(z.array(Message)),
  revisions: z.optional(z.record(ConversationId, Revision)),
  more: z.boolean(),
});
export type SyncAnswer = z.infer<typeof SyncAnswer>;
export const ErrorFrame = z.object({
  type: z.literal("error"),
  requestId: z.optional(z.string()),
  problem: Problem,
});
export type ErrorFrame = z.infer<typeof ErrorFrame>;
export const Pong = z.object({ type: z.literal("pong") });

/** Everything that a client may receive. */
export const ServerFrame = z.union([ServerEvent, MessageAck, ReadAck, SyncAnswer, ErrorFrame, Pong]);
export type ServerFrame = z.infer<typeof ServerFrame>;
