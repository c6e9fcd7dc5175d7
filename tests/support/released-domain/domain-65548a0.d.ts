import type { Conversation, ConversationPage, NewConversation } from "../../../contract/conversations.ts";
import type { ConnectionId, ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { Message, MessagePage, NewMessage } from "../../../contract/messages.ts";
import type { SearchPage } from "../../../contract/search.ts";
import type { Device } from "../../../contract/sessions.ts";
import type { User } from "../../../contract/users.ts";
import type { Database } from "../../../functions/domain/database.ts";
import type { Rate } from "../../../functions/domain/rate.ts";

// The functions of the released domain that the test calls. Their data has the shape of the contract.

interface ChangeOf {
  conversationId: ConversationId;
  messageId: MessageId;
  callerId: UserId;
}

interface Token {
  token: string;
  sessionId: string;
  userId: UserId;
}

export function createAccount(
  db: Database,
  account: { username: string; email: string; fullName?: string; passwordHash: string },
): Promise<{ id: UserId }>;
export function findCredentials(
  db: Database,
  login: string,
): Promise<{ account: { id: UserId } } | undefined>;
export function updateAccount(
  db: Database,
  id: UserId,
  change: { fullName?: string | null; email?: string },
): Promise<{ fullName: string | null; email: string }>;
export function deleteAccount(db: Database, userId: UserId): Promise<unknown>;
export function findUsers(db: Database, prefix: string, limit: number): Promise<User[]>;
export function startFamily(db: Database, userId: UserId, userAgent: string | undefined): Promise<Token>;
export function rotate(db: Database, token: string): Promise<Token>;
export function listDevices(db: Database, userId: UserId, currentId: string): Promise<Device[]>;
export function signOutAll(db: Database, userId: UserId, keptId: string | null): Promise<string[]>;
export function createConversation(
  db: Database,
  creatorId: UserId,
  request: NewConversation,
): Promise<{ conversation: Conversation; isNew: boolean }>;
export function addParticipants(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  ids: readonly UserId[],
  maximum: number,
): Promise<unknown>;
export function removeParticipant(
  db: Database,
  id: ConversationId,
  callerId: UserId,
  userId: UserId,
): Promise<unknown>;
export function getConversation(db: Database, userId: UserId, id: ConversationId): Promise<Conversation>;
export function listConversations(
  db: Database,
  userId: UserId,
  query: { limit?: number },
): Promise<ConversationPage>;
export function addConnection(db: Database, connectionId: ConnectionId, userId: UserId): Promise<boolean>;
export function removeConnection(db: Database, connectionId: ConnectionId): Promise<UserId | undefined>;
export function settlePresence(db: Database, userId: UserId): Promise<boolean>;
export function sendMessage(
  db: Database,
  conversationId: ConversationId,
  senderId: UserId,
  message: NewMessage,
  limit: Rate,
  maxConnections: number,
): Promise<{ message: Message; isNew: boolean; connectionIds: ConnectionId[] }>;
export function editMessage(db: Database, of: ChangeOf, content: string, limit: Rate): Promise<Message>;
export function deleteMessage(db: Database, of: ChangeOf): Promise<Message>;
export function setReaction(
  db: Database,
  of: ChangeOf,
  emoji: string,
  isSet: boolean,
  limit: Rate,
): Promise<Message>;
export function listMessages(
  db: Database,
  conversationId: ConversationId,
  readerId: UserId,
  query: { after?: number },
): Promise<MessagePage>;
export function markRead(
  db: Database,
  conversationId: ConversationId,
  readerId: UserId,
  seq: number,
): Promise<{ lastReadSeq: number; unreadCount: number }>;
export function missed(
  db: Database,
  readerId: UserId,
  known: { conversations: Record<ConversationId, number>; revisions?: Record<ConversationId, number> },
): Promise<{ messages: Message[]; changes?: Message[] }>;
export function searchMessages(db: Database, readerId: UserId, query: { query: string }): Promise<SearchPage>;
