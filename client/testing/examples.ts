import type { Account } from "../../contract/accounts.ts";
import type { Conversation } from "../../contract/conversations.ts";
import { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Participant } from "../../contract/participants.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import type { OutboxChange } from "../outbox/outbox-change.ts";

const uuid = (kind: number, number: number) =>
  `0000000${kind}-0000-4000-8000-${String(number).padStart(12, "0")}`;

export const ada = UserId.parse(uuid(1, 1));
export const ben = UserId.parse(uuid(1, 2));
export const conversationId = ConversationId.parse(uuid(2, 1));
export const otherConversationId = ConversationId.parse(uuid(2, 2));
export const messageId = (number: number): MessageId => MessageId.parse(uuid(3, number));

const createdAt = "2026-11-25T09:00:00.000Z";

/** The server's time of a change. Changes are numbered in their order. */
export const timeOf = (change: number): string =>
  new Date(Date.UTC(2026, 10, 27, 12, 0, 0, change)).toISOString();

/** Ada's account, whose client the tests run. */
export const account: Account = {
  id: ada,
  username: "ada",
  fullName: "Ada",
  createdAt,
  email: "ada@example.org",
  isEmailVerified: true,
};

/** The conversation's message number `seq`, by Ben. */
export const message = (seq: number, change: Partial<Message> = {}): Message => ({
  id: messageId(seq),
  conversationId,
  senderId: ben,
  seq,
  content: `message ${seq}`,
  createdAt: new Date(Date.parse(createdAt) + seq * 1_000).toISOString(),
  reactions: [],
  ...change,
});

/** A message that Ada has written, before the server has it. */
export const written = (number: number, change: Partial<OutboxMessage> = {}): OutboxMessage => ({
  id: messageId(number),
  conversationId,
  content: `message ${number}`,
  createdAt,
  ...change,
});

/** Ada's edit of the conversation's first message, before the server has it. */
export const edited = (number: number, content: string): OutboxChange => ({
  id: uuid(4, number),
  conversationId,
  messageId: messageId(1),
  createdAt,
  change: { kind: "edit", content },
});

const participant = (id: UserId, username: string, role: Participant["role"]): Participant => ({
  user: { id, username, fullName: null, createdAt },
  role,
  joinedAt: createdAt,
  lastReadSeq: 0,
  online: false,
});

/** A group of Ada and Ben with `lastSeq` messages, all unread. */
export const conversation = (lastSeq = 0, change: Partial<Conversation> = {}): Conversation => ({
  id: conversationId,
  name: "Design",
  isGroupChat: true,
  createdAt,
  version: 0,
  adminsOnly: false,
  lastSeq,
  lastRevision: 0,
  lastMessage: lastSeq > 0 ? message(lastSeq) : null,
  lastReadSeq: 0,
  unreadCount: lastSeq,
  mentionCount: 0,
  role: "member",
  settings: { notify: "all", isPinned: false, isArchived: false, unreadFrom: null },
  participants: [participant(ada, "ada", "member"), participant(ben, "ben", "owner")],
  participantCount: 2,
  ...change,
});
