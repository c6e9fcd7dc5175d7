import type * as z from "zod/mini";
import type { Conversation, SharedConversation } from "../../contract/conversations.ts";
import { mentionsUser } from "../../contract/mentions.ts";
import { isThreadOnly, type Message } from "../../contract/messages.ts";
import { isReport } from "../../contract/system-messages.ts";
import type { User } from "../../contract/users.ts";

/** A change of one message, as an event or an answer reports it. */
export interface MessageChange {
  seq: number;
  revision: number;
  /** Returns the changed message. */
  apply: (known: Message) => Message;
  /** The changed message, if the event contains it. A reaction's event does not. */
  message?: Message;
}

type Me = Pick<User, "id" | "username" | "groups">;

/** Returns the sequence number up to which the user has read, or has not marked as unread. */
export const readUpTo = ({ lastReadSeq, settings }: Conversation): number =>
  settings.unreadFrom === null ? lastReadSeq : settings.unreadFrom - 1;

/**
 * Sets the number of unread messages, limited to the messages after the read position. If none remain, there are no
 * unread mentions either. Replies after the last message are in threads only.
 */
function withUnread(conversation: Conversation, count: number): Conversation {
  const { lastSeq, lastMessage } = conversation;
  const position = readUpTo(conversation);
  const most = position >= (lastMessage?.seq ?? lastSeq) ? 0 : lastSeq - position;
  const unreadCount = Math.max(0, Math.min(count, most));
  return { ...conversation, unreadCount, mentionCount: unreadCount === 0 ? 0 : conversation.mentionCount };
}

/** Clears the mark "unread from here". */
export const withoutUnreadFrom = (conversation: Conversation): Conversation =>
  conversation.settings.unreadFrom === null
    ? conversation
    : { ...conversation, settings: { ...conversation.settings, unreadFrom: null } };

/** Whether an answer may lack mentions, because messages that are newer than the answer have arrived. */
export const mayLackMentions = (known: Conversation, fetched: Conversation): boolean =>
  known.lastSeq > fetched.lastSeq && known.mentionCount > fetched.mentionCount;

/** Merges a fetched conversation with the known one. Pushes may have overtaken the answer, so the newer part wins. */
export function merged(known: Conversation | undefined, fetched: Conversation): Conversation {
  if (!known) return fetched;
  const latest = known.lastSeq > fetched.lastSeq ? known : fetched;
  const [shared, other] = known.version > fetched.version ? [known, fetched] : [fetched, known];
  const { role } = shared;
  const readPositions = new Map(other.participants.map(({ user, lastReadSeq }) => [user.id, lastReadSeq]));
  // The answer is older than an event that has changed the counts.
  const isOlder = known.lastRevision > fetched.lastRevision && known.lastSeq >= fetched.lastSeq;
  const { unreadCount } = isOlder ? known : fetched;
  // Messages that are newer than the answer may contain mentions.
  const newerMentions = mayLackMentions(known, fetched) ? known.mentionCount : 0;
  const { mentionCount } = isOlder ? known : fetched;
  // Replies that only threads show may follow the last message that counts.
  const lastCounted = latest.lastMessage?.seq ?? latest.lastSeq;
  const later = isOlder ? 0 : Math.max(0, lastCounted - fetched.lastSeq);
  const result: Conversation = {
    ...fetched,
    ...sharedPartOf(shared),
    mentionCount: Math.max(mentionCount, newerMentions),
    role,
    lastSeq: latest.lastSeq,
    lastRevision: Math.max(known.lastRevision, fetched.lastRevision),
    lastMessage: latest.lastMessage,
    lastReadSeq: Math.max(known.lastReadSeq, fetched.lastReadSeq),
    participants: shared.participants.map((participant) => ({
      ...participant,
      lastReadSeq: Math.max(participant.lastReadSeq, readPositions.get(participant.user.id) ?? 0),
    })),
  };
  return withUnread(result, unreadCount + later);
}

/**
 * Returns the part of a conversation that all participants share. An absent field is `undefined`, so that it replaces
 * an earlier value.
 */
export const sharedPartOf = ({
  id,
  name,
  isGroupChat,
  kind,
  topic,
  description,
  postingRule,
  isDefault,
  archivedAt,
  createdAt,
  version,
  adminsOnly,
  pictureId,
  participantCount,
}: z.infer<typeof SharedConversation>): z.infer<typeof SharedConversation> => ({
  id,
  name,
  isGroupChat,
  kind,
  topic,
  description,
  postingRule,
  isDefault,
  archivedAt,
  createdAt,
  version,
  adminsOnly,
  pictureId,
  participantCount,
});

/** The participants that the conversation includes. */
const usersOf = ({ participants }: Conversation) => participants.map(({ user }) => user);

/**
 * Whether a message counts as a mention of the user in its conversation. A forwarded text has no mentions, and neither
 * has a report.
 */
export const countsAsMention = (message: Message, me: Me, conversation: Conversation): boolean =>
  message.senderId !== me.id &&
  !message.system &&
  !message.forwarded &&
  !message.deletedAt &&
  !isThreadOnly(message) &&
  mentionsUser(message, me, usersOf(conversation));

/** Adds a new message. A message that is not newer than the last one changes nothing. */
export function withMessage(conversation: Conversation, message: Message, me: Me): Conversation {
  if (message.seq <= conversation.lastSeq) return conversation;
  const isUncounted = isReport(message);
  const isInThread = isThreadOnly(message);
  const isOwn = message.senderId === me.id && !isUncounted && !isInThread;
  const known = isOwn ? withoutUnreadFrom(conversation) : conversation;
  const isMention = countsAsMention(message, me, conversation);
  const isMuted = known.settings.notify === "nothing";
  const added = message.seq - conversation.lastSeq - (message.deletedAt || isUncounted || isInThread ? 1 : 0);
  const result: Conversation = {
    ...known,
    lastSeq: message.seq,
    lastMessage: isInThread ? known.lastMessage : message,
    lastReadSeq: isOwn ? message.seq : known.lastReadSeq,
    mentionCount: known.mentionCount + (isMention ? 1 : 0),
    settings: { ...known.settings, isArchived: known.settings.isArchived && (isMuted || isInThread) },
  };
  return withUnread(result, known.unreadCount + added);
}

/** Whether a change is the next one after those that are counted. */
const isNext = (conversation: Conversation, { revision }: MessageChange) =>
  revision === conversation.lastRevision + 1;

/**
 * Counts a change of a message, and applies it if the message is the last one. An unread message that was deleted is no
 * longer unread.
 */
export function withChangedMessage(conversation: Conversation, change: MessageChange): Conversation {
  const { seq, revision, apply, message } = change;
  const last = conversation.lastMessage;
  const isNewer = last?.seq === seq && (last.revision ?? 0) < revision;
  const isGone =
    message?.deletedAt !== undefined &&
    !isThreadOnly(message) &&
    isNext(conversation, change) &&
    seq > readUpTo(conversation);
  const changed = {
    ...conversation,
    lastRevision: Math.max(conversation.lastRevision, revision),
    ...(isNewer && { lastMessage: apply(last) }),
  };
  return isGone ? withUnread(changed, changed.unreadCount - 1) : changed;
}

/**
 * Whether only the server knows the counts after a change: it may have added or removed an unread mention, or changes
 * before it have not arrived.
 */
export function needsRecount(conversation: Conversation, change: MessageChange, me: Me): boolean {
  const { seq, revision, message } = change;
  if (revision <= conversation.lastRevision) return false;
  if (!isNext(conversation, change)) return conversation.unreadCount > 0;
  if (!message || seq <= readUpTo(conversation) || isThreadOnly(message)) return false;
  return conversation.mentionCount > 0 || mentionsUser(message, me, usersOf(conversation));
}

/** Moves the user's own read position forward, which also clears the mark "unread from here". */
export function withOwnReadPosition(conversation: Conversation, seq: number): Conversation {
  const { lastReadSeq, unreadCount } = conversation;
  const read = { ...withoutUnreadFrom(conversation), lastReadSeq: Math.max(lastReadSeq, seq) };
  return withUnread(read, unreadCount);
}
