import type { Conversation } from "../../../contract/conversations.ts";
import type { ServerEvent } from "../../../contract/frames.ts";
import type { ConversationId, UserId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import type { Status } from "./status.ts";
import type { Timeline } from "./timeline.ts";

/** Everything the client knows, replaced as a whole at each change. */
export interface ChatState {
  readonly status: Status;
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** Undefined until the list has been asked for; null when all of it is here. */
  readonly conversationsCursor: string | null | undefined;
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
  /** Who writes something just now. */
  readonly typing: ReadonlyMap<ConversationId, readonly UserId[]>;
}

export const initialState: ChatState = {
  status: "connecting",
  conversations: new Map(),
  conversationsCursor: undefined,
  timelines: new Map(),
  typing: new Map(),
};

/** When a conversation last had something happen to it. */
const activityOf = (conversation: Conversation) =>
  conversation.lastMessage?.createdAt ?? conversation.createdAt;

/** Conversations as a list shows them: the newest activity first. */
export function sortedConversations(state: ChatState): Conversation[] {
  return [...state.conversations.values()].sort((a, b) => activityOf(b).localeCompare(activityOf(a)));
}

const withUnread = (conversation: Conversation): Conversation => ({
  ...conversation,
  unreadCount: Math.max(0, conversation.lastSeq - conversation.lastReadSeq),
});

/** A conversation as the server has just told it, unless what happened meanwhile is newer. */
export function refreshed(known: Conversation | undefined, fresh: Conversation): Conversation {
  if (!known) return fresh;
  const newest = known.lastSeq > fresh.lastSeq ? known : fresh;
  return withUnread({
    ...fresh,
    lastSeq: newest.lastSeq,
    lastMessage: newest.lastMessage,
    lastReadSeq: Math.max(known.lastReadSeq, fresh.lastReadSeq),
  });
}

/** A conversation with a message that may be its newest. */
export function withMessage(conversation: Conversation, message: Message, me: UserId): Conversation {
  if (message.seq <= conversation.lastSeq) return conversation;
  const isOwn = message.senderId === me;
  return withUnread({
    ...conversation,
    lastSeq: message.seq,
    lastMessage: message,
    lastReadSeq: isOwn ? message.seq : conversation.lastReadSeq,
  });
}

/** A conversation that somebody has read up to `seq`; nobody reads backwards. */
export function withRead(conversation: Conversation, reader: UserId, seq: number, me: UserId): Conversation {
  const participants = conversation.participants.map((participant) =>
    participant.user.id === reader && participant.lastReadSeq < seq
      ? { ...participant, lastReadSeq: seq }
      : participant,
  );
  const isMine = reader === me && conversation.lastReadSeq < seq;
  return withUnread({ ...conversation, participants, ...(isMine && { lastReadSeq: seq }) });
}

type ConversationEvent = Extract<
  ServerEvent,
  { type: "conversation.updated" | "participant.added" | "participant.removed" }
>;

/** A conversation after something has happened to it or to who takes part. */
export function withEvent(conversation: Conversation, event: ConversationEvent): Conversation {
  switch (event.type) {
    case "conversation.updated":
      return { ...conversation, ...event.conversation };
    case "participant.added": {
      const known = new Set(conversation.participants.map(({ user }) => user.id));
      const added = event.participants.filter(({ user }) => !known.has(user.id));
      return {
        ...conversation,
        participants: [...conversation.participants, ...added].slice(0, limits.inlineParticipants),
        participantCount: event.participantCount,
      };
    }
    case "participant.removed":
      return {
        ...conversation,
        participants: conversation.participants.filter(({ user }) => user.id !== event.userId),
        participantCount: event.participantCount,
      };
  }
}

/** The conversations, with somebody online or not in each of them. */
export function withPresence(
  conversations: ChatState["conversations"],
  userId: UserId,
  online: boolean,
): ChatState["conversations"] {
  return new Map(
    [...conversations].map(([id, conversation]) => {
      const isHere = conversation.participants.some(
        ({ user, online: was }) => user.id === userId && was !== online,
      );
      if (!isHere) return [id, conversation];
      const participants = conversation.participants.map((participant) =>
        participant.user.id === userId ? { ...participant, online } : participant,
      );
      return [id, { ...conversation, participants }];
    }),
  );
}
