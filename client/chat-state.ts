import type { Conversation } from "../contract/conversations.ts";
import type { ConversationId, UserId } from "../contract/ids.ts";
import type { Status } from "./connection/status.ts";
import type { Timeline } from "./timelines/timeline.ts";

/** Everything that the client knows. Each change replaces the object and shares the unchanged parts. */
export interface ChatState {
  readonly status: Status;
  readonly conversations: ReadonlyMap<ConversationId, Conversation>;
  /** Undefined before the first page of the list has loaded, and null once the whole list has. */
  readonly conversationsCursor: string | null | undefined;
  readonly timelines: ReadonlyMap<ConversationId, Timeline>;
  /** The other users who are typing at the moment. */
  readonly typing: ReadonlyMap<ConversationId, readonly UserId[]>;
}

export const initialState: ChatState = {
  status: "connecting",
  conversations: new Map(),
  conversationsCursor: undefined,
  timelines: new Map(),
  typing: new Map(),
};
