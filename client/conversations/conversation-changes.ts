import type { Conversation } from "../../contract/conversations.ts";
import { mentions } from "../../contract/mentions.ts";
import type { Message } from "../../contract/messages.ts";
import type { User } from "../../contract/users.ts";

/** A change of one message, as an event or an answer reports it. */
export interface MessageChange {
  seq: number;
  revision: number;
  /** Returns the changed message. */
  apply: (known: Message) => Message;
}

/** Recounts the unread messages. If none remain, no unread message mentions the user. */
function withUnread(conversation: Conversation): Conversation {
  const { lastSeq, lastReadSeq, settings } = conversation;
  const readUpTo = settings.unreadFrom === null ? lastReadSeq : settings.unreadFrom - 1;
  const unreadCount = Math.max(0, lastSeq - readUpTo);
  return { ...conversation, unreadCount, mentionCount: unreadCount === 0 ? 0 : conversation.mentionCount };
}

/** Clears the mark "unread from here". */
const withoutUnreadFrom = (conversation: Conversation): Conversation =>
  conversation.settings.unreadFrom === null
    ? conversation
    : { ...conversation, settings: { ...conversation.settings, unreadFrom: null } };

/** Merges a fetched conversation with the known one. Pushes may have overtaken the answer, so the newer part wins. */
export function merged(known: Conversation | undefined, fetched: Conversation): Conversation {
  if (!known) return fetched;
  const latest = known.lastSeq > fetched.lastSeq ? known : fetched;
  const readPositions = new Map(known.participants.map(({ user, lastReadSeq }) => [user.id, lastReadSeq]));
  const { name, adminsOnly, pictureId, version } = known.version > fetched.version ? known : fetched;
  return withUnread({
    ...fetched,
    name,
    adminsOnly,
    pictureId,
    version,
    lastSeq: latest.lastSeq,
    lastRevision: Math.max(known.lastRevision, fetched.lastRevision),
    lastMessage: latest.lastMessage,
    lastReadSeq: Math.max(known.lastReadSeq, fetched.lastReadSeq),
    participants: fetched.participants.map((participant) => ({
      ...participant,
      lastReadSeq: Math.max(participant.lastReadSeq, readPositions.get(participant.user.id) ?? 0),
    })),
  });
}

/** The participants that the conversation includes. */
const usersOf = ({ participants }: Conversation) => participants.map(({ user }) => user);

/** Adds a new message. A message that is not newer than the last one changes nothing. */
export function withMessage(
  conversation: Conversation,
  message: Message,
  me: Pick<User, "id" | "username">,
): Conversation {
  if (message.seq <= conversation.lastSeq) return conversation;
  const isOwn = message.senderId === me.id;
  const known = isOwn ? withoutUnreadFrom(conversation) : conversation;
  const isMention = !isOwn && mentions(message.content, me, usersOf(conversation));
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

/** Counts a change of a message, and applies it if the message is the last one. */
export function withChangedMessage(
  conversation: Conversation,
  { seq, revision, apply }: MessageChange,
): Conversation {
  const last = conversation.lastMessage;
  const isNewer = last?.seq === seq && (last.revision ?? 0) < revision;
  return {
    ...conversation,
    lastRevision: Math.max(conversation.lastRevision, revision),
    ...(isNewer && { lastMessage: apply(last) }),
  };
}

/** Moves the user's own read position forward, which also clears the mark "unread from here". */
export const withOwnReadPosition = (conversation: Conversation, seq: number): Conversation =>
  withUnread({
    ...withoutUnreadFrom(conversation),
    lastReadSeq: Math.max(conversation.lastReadSeq, seq),
  });
