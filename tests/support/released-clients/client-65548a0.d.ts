import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";

/** The parts of the released client that the tests use. Its data has the shape of the contract. */
export interface ReleasedClient {
  readonly state: {
    readonly status: string;
    readonly conversations: ReadonlyMap<ConversationId, Conversation>;
    readonly timelines: ReadonlyMap<
      ConversationId,
      { messages: readonly Message[]; pending: readonly unknown[] }
    >;
    readonly typing: ReadonlyMap<ConversationId, readonly UserId[]>;
  };
  open(id: ConversationId): Promise<void>;
  send(id: ConversationId, content: string, options?: { replyTo?: MessageId }): Promise<void>;
  setTyping(id: ConversationId, isTyping: boolean): void;
  markRead(id: ConversationId, seq: number): Promise<void>;
  editMessage(id: ConversationId, messageId: MessageId, content: string): Promise<void>;
  deleteMessage(id: ConversationId, messageId: MessageId): Promise<void>;
  react(id: ConversationId, messageId: MessageId, emoji: string, isSet: boolean): Promise<void>;
  updateSettings(id: ConversationId, change: { isPinned?: boolean; isArchived?: boolean }): Promise<void>;
  updateConversation(id: ConversationId, change: { name?: string }): Promise<void>;
  addParticipants(id: ConversationId, participantIds: UserId[]): Promise<void>;
  removeParticipant(id: ConversationId, userId: UserId): Promise<void>;
  changeRole(id: ConversationId, userId: UserId, role: "owner" | "admin" | "member"): Promise<void>;
  createConversation(participantIds: UserId[], name?: string): Promise<ConversationId>;
  retryNow(): void;
}

export interface ReleasedBot {
  session: {
    readonly user: { id: UserId; username: string } | undefined;
    accessToken(renewed?: boolean): Promise<string>;
    signOut(): Promise<void>;
  };
  client: ReleasedClient;
  stop: () => void;
}

export function startBot(options: {
  url: string;
  login: { login: string; password: string };
  times?: {
    ack: number;
    ping: number;
    pong: number;
    renew: number;
    backoff: { first: number; most: number };
  };
}): Promise<ReleasedBot>;
