import type { Call } from "../contract/calls.ts";
import type { Conversation } from "../contract/conversations.ts";
import type { CustomEmoji } from "../contract/custom-emoji.ts";
import type { Draft } from "../contract/drafts.ts";
import type { ConversationId, MessageId, UserId } from "../contract/ids.ts";
import type { Message } from "../contract/messages.ts";
import type { Reminder } from "../contract/reminders.ts";
import type { TextReminder } from "../contract/text-reminders.ts";
import type { Thread } from "../contract/threads.ts";
import type { User } from "../contract/users.ts";
import type { Status } from "./connection/status.ts";
import { keyOf, type MessageKey, messageKey } from "./messages/message-key.ts";
import type { OwnChoices } from "./polls/own-choices.ts";
import type { Replies } from "./threads/replies.ts";
import type { Timeline } from "./timelines/timeline.ts";

/** Everything that the client knows. Each change replaces the object and shares the unchanged parts. */
export interface ChatState {
  readonly status: Status;
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** Undefined before the first page of the list has loaded, and null once the whole list has. */
  readonly conversationsCursor: string | null | undefined;
  /** The conversations that were removed from `conversations`, because the user no longer took part in them. */
  readonly lostConversations: ReadonlySet<ConversationId>;
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
  /** The users whom the client knows. */
  readonly people: ReadonlyMap<UserId, User>;
  /** Messages outside the timelines, such as quoted ones. Null stands for a message that does not exist. */
  readonly fetched: ReadonlyMap<MessageKey, Message | null>;
  /** The threads that the client knows, by their roots: those with unread replies, and those that it has loaded. */
  readonly threads: ReadonlyMap<MessageKey, Thread>;
  /** Undefined before the first page of followed threads has loaded, and null once all have. */
  readonly threadsCursor: string | null | undefined;
  /** The loaded replies of the threads that the user has opened, by their roots. */
  readonly replies: ReadonlyMap<MessageKey, Replies>;
  /** The last reply by others that arrived in a thread that the user follows. */
  readonly latestReply: Message | undefined;
  /** The last message whose change arrived as an event. It may be outside the timelines. */
  readonly latestUpdate: Message | undefined;
  /** The messages that the user has saved for later. */
  readonly savedKeys: ReadonlySet<MessageKey>;
  /**
   * Counts the changes of the user's scheduled messages, and the connections, so that a list of them is loaded again.
   */
  readonly scheduledChanges: number;
  /** Like `scheduledChanges`, of the user's reminders. */
  readonly reminderChanges: number;
  /** The user's choices in polls, as far as they are loaded. */
  readonly ownChoices: ReadonlyMap<MessageKey, OwnChoices>;
  /** Counts the connections, so that shown polls load the user's choices again. */
  readonly pollExpirations: number;
  /** The last reminder whose time came while the client was connected. */
  readonly latestReminder: Reminder | TextReminder | undefined;
  /** The last draft that the server announced. */
  readonly latestDraft: Draft | undefined;
  /** The calls under way in the user's conversations. */
  readonly calls: ReadonlyMap<ConversationId, Call>;
  /** The emoji of the workspace by their names. Undefined until a client has needed them. */
  readonly emoji: ReadonlyMap<string, CustomEmoji> | undefined;
  /** The other users who are typing at the moment, by `typingKey`: the id of the conversation, or the key of a thread. */
  readonly typing: ReadonlyMap<string, readonly UserId[]>;
}

export const initialState: ChatState = {
  status: "connecting",
  conversations: new Map(),
  conversationsCursor: undefined,
  lostConversations: new Set(),
  timelines: new Map(),
  people: new Map(),
  fetched: new Map(),
  threads: new Map(),
  threadsCursor: undefined,
  replies: new Map(),
  latestReply: undefined,
  latestUpdate: undefined,
  savedKeys: new Set(),
  scheduledChanges: 0,
  reminderChanges: 0,
  ownChoices: new Map(),
  pollExpirations: 0,
  latestReminder: undefined,
  latestDraft: undefined,
  calls: new Map(),
  emoji: undefined,
  typing: new Map(),
};

/**
 * Returns a message from any part of the state. Undefined means that it is not fetched yet, and null that it does not
 * exist.
 */
export const messageOf = (
  { timelines, fetched, threads, replies }: ChatState,
  { conversationId, messageId }: { conversationId: ConversationId; messageId: MessageId },
): Message | null | undefined => {
  const key = messageKey(conversationId, messageId);
  return (
    timelines.get(conversationId)?.messages.find(({ id }) => id === messageId) ??
    threads.get(key)?.root ??
    [...replies.values()].flatMap(({ messages }) => messages).find((reply) => keyOf(reply) === key) ??
    fetched.get(key)
  );
};
