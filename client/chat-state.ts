import type { Conversation } from "../contract/conversations.ts";
import type { ConversationId, MessageId, UserId } from "../contract/ids.ts";
import type { Message } from "../contract/messages.ts";
import type { User } from "../contract/users.ts";
import type { Status } from "./connection/status.ts";
import type { Timeline } from "./timelines/timeline.ts";

/** Everything that the client knows. Each change replaces the object and shares the unchanged parts. */
export interface ChatState {
  readonly status: Status;
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** Undefined before the first page of the list has loaded, and null once the whole list has. */
  readonly conversationsCursor: string | null | undefined;
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
  /** The users whom the client knows. */
  readonly people: ReadonlyMap<UserId, User>;
  /** Messages outside the timelines, such as quoted ones. Null stands for a message that does not exist. */
  readonly fetched: ReadonlyMap<MessageId, Message | null>;
  /** The other users who are typing at the moment. */
  readonly typing: ReadonlyMap<ConversationId, readonly UserId[]>;
}

export const initialState: ChatState = {
  status: "connecting",
  conversations: new Map(),
  conversationsCursor: undefined,
  timelines: new Map(),
  people: new Map(),
  fetched: new Map(),
  typing: new Map(),
};

/** Returns a message from wherever it is known. Undefined is not fetched yet, and null does not exist. */
export const messageOf = (
  { timelines, fetched }: ChatState,
  { conversationId, messageId }: { conversationId: ConversationId; messageId: MessageId },
): Message | null | undefined =>
  timelines.get(conversationId)?.messages.find(({ id }) => id === messageId) ?? fetched.get(messageId);
