import type { Conversation } from "../contract/conversations.ts";
import type { ServerEvent } from "../contract/frames.ts";
import type { ConversationId, UserId } from "../contract/ids.ts";
import { limits } from "../contract/limits.ts";
import { mentionedUsernames } from "../contract/mentions.ts";
import type { Message } from "../contract/messages.ts";
import type { Participant } from "../contract/participants.ts";
import type { User } from "../contract/users.ts";
import type { Status } from "./connection/status.ts";
import type { Timeline } from "./timelines/timeline.ts";

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

/** Conversations as a list shows them: pinned ones first, then the newest activity; the archived ones apart. */
export function sortedConversations(conversations: ChatState["conversations"]): {
  active: Conversation[];
  archived: Conversation[];
} {
  const sorted = [...conversations.values()].sort(
    (a, b) =>
      Number(b.settings.isPinned) - Number(a.settings.isPinned) || activityOf(b).localeCompare(activityOf(a)),
  );
  return {
    active: sorted.filter(({ settings }) => !settings.isArchived),
    archived: sorted.filter(({ settings }) => settings.isArchived),
  };
}

/** How much is new in all that one wants to be told of: messages, and those that mention one. */
export function unreadTotals(conversations: ChatState["conversations"]): {
  unread: number;
  mentions: number;
} {
  let unread = 0;
  let mentions = 0;
  for (const { settings, unreadCount, mentionCount } of conversations.values()) {
    mentions += mentionCount;
    if (settings.notify === "all") unread += unreadCount;
    else if (settings.notify === "mentions") unread += mentionCount;
  }
  return { unread, mentions };
}

/** With what is unread counted anew; once nothing is, nothing unread mentions anybody. */
function withUnread(conversation: Conversation): Conversation {
  const { lastSeq, lastReadSeq, settings } = conversation;
  const unreadCount = Math.max(
    0,
    lastSeq - (settings.unreadFrom === null ? lastReadSeq : settings.unreadFrom - 1),
  );
  return { ...conversation, unreadCount, mentionCount: unreadCount === 0 ? 0 : conversation.mentionCount };
}

/** Without the wish to read again from somewhere. */
const withoutUnreadFrom = (conversation: Conversation): Conversation =>
  conversation.settings.unreadFrom === null
    ? conversation
    : { ...conversation, settings: { ...conversation.settings, unreadFrom: null } };

/** A conversation as the server has just told it, unless what happened meanwhile is newer. */
export function refreshed(known: Conversation | undefined, fresh: Conversation): Conversation {
  if (!known) return fresh;
  const newest = known.lastSeq > fresh.lastSeq ? known : fresh;
  const readUpTo = new Map(known.participants.map(({ user, lastReadSeq }) => [user.id, lastReadSeq]));
  const { name, adminsOnly, pictureId, version } = known.version > fresh.version ? known : fresh;
  return withUnread({
    ...fresh,
    name,
    adminsOnly,
    pictureId,
    version,
    lastSeq: newest.lastSeq,
    lastRevision: Math.max(known.lastRevision, fresh.lastRevision),
    lastMessage: newest.lastMessage,
    lastReadSeq: Math.max(known.lastReadSeq, fresh.lastReadSeq),
    participants: fresh.participants.map((participant) => ({
      ...participant,
      lastReadSeq: Math.max(participant.lastReadSeq, readUpTo.get(participant.user.id) ?? 0),
    })),
  });
}

/** A conversation with a message that may be its newest. */
export function withMessage(
  conversation: Conversation,
  message: Message,
  me: Pick<User, "id" | "username">,
): Conversation {
  if (message.seq <= conversation.lastSeq) return conversation;
  const isOwn = message.senderId === me.id;
  const known = isOwn ? withoutUnreadFrom(conversation) : conversation;
  const isMention = !isOwn && mentionedUsernames(message.content).includes(me.username);
  const isMuted = known.settings.notify === "nothing";
  return withUnread({
    ...known,
    lastSeq: message.seq,
    lastMessage: message,
    lastReadSeq: isOwn ? message.seq : known.lastReadSeq,
    mentionCount: known.mentionCount + (isMention ? 1 : 0),
    settings: { ...known.settings, isArchived: known.settings.isArchived && isMuted },
  });
}

/** A conversation one of whose messages has changed. */
export function withChange(
  conversation: Conversation,
  revision: number,
  seq: number,
  change: (known: Message) => Message,
): Conversation {
  const last = conversation.lastMessage;
  const isNewer = last?.seq === seq && (last.revision ?? 0) < revision;
  return {
    ...conversation,
    lastRevision: Math.max(conversation.lastRevision, revision),
    ...(isNewer && { lastMessage: change(last) }),
  };
}

/** A conversation that was read up to `seq` on this device: what one wanted to read again is done, too. */
export const withReadHere = (conversation: Conversation, seq: number): Conversation =>
  withUnread({
    ...withoutUnreadFrom(conversation),
    lastReadSeq: Math.max(conversation.lastReadSeq, seq),
  });

/** A conversation that somebody has read up to `seq`; nobody reads backwards. */
export function withRead(conversation: Conversation, reader: UserId, seq: number, me: UserId): Conversation {
  const participants = conversation.participants.map((participant) =>
    participant.user.id === reader && participant.lastReadSeq < seq
      ? { ...participant, lastReadSeq: seq }
      : participant,
  );
  const known = { ...conversation, participants };
  return reader === me && conversation.lastReadSeq < seq ? withReadHere(known, seq) : known;
}

type ConversationEvent = Extract<
  ServerEvent,
  {
    type:
      | "conversation.updated"
      | "participant.added"
      | "participant.updated"
      | "participant.removed"
      | "settings.updated";
  }
>;

/** A conversation after something has happened to it or to who takes part. */
export function withEvent(conversation: Conversation, event: ConversationEvent, me: UserId): Conversation {
  switch (event.type) {
    case "conversation.updated":
      // Events may overtake each other.
      return event.conversation.version < conversation.version
        ? conversation
        : // What it has no more is not in the event, either.
          { ...conversation, pictureId: undefined, ...event.conversation };
    case "settings.updated": {
      const { settings, unreadCount, mentionCount } = event;
      return { ...conversation, settings, unreadCount, mentionCount };
    }
    case "participant.updated":
      return {
        ...conversation,
        ...(event.userId === me && { role: event.role }),
        participants: conversation.participants.map((participant) =>
          participant.user.id === event.userId ? { ...participant, role: event.role } : participant,
        ),
      };
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

/** The conversations, with what has become of somebody in each in which they show. */
function withParticipant(
  conversations: ChatState["conversations"],
  userId: UserId,
  change: (known: Participant) => Participant,
): ChatState["conversations"] {
  return new Map(
    [...conversations].map(([id, conversation]) => {
      if (!conversation.participants.some(({ user }) => user.id === userId)) return [id, conversation];
      const participants = conversation.participants.map((participant) =>
        participant.user.id === userId ? change(participant) : participant,
      );
      return [id, { ...conversation, participants }];
    }),
  );
}

/** The conversations, with somebody online or not. */
export const withPresence = (
  conversations: ChatState["conversations"],
  { userId, online, lastSeenAt }: Extract<ServerEvent, { type: "presence" }>,
): ChatState["conversations"] =>
  withParticipant(conversations, userId, (known) => ({
    ...known,
    online,
    ...(lastSeenAt !== undefined && { lastSeenAt }),
  }));

/** The conversations, with somebody's new name and picture. */
export const withUser = (
  conversations: ChatState["conversations"],
  { user }: Extract<ServerEvent, { type: "user.updated" }>,
): ChatState["conversations"] => withParticipant(conversations, user.id, (known) => ({ ...known, user }));
