import type { ConversationId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import {
  type MessageChange,
  needsRecount,
  withChangedMessage,
  withMessage,
} from "../conversations/conversation-changes.ts";
import type { ConversationList } from "../conversations/conversation-list.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";
import type { TimelineStore } from "../timelines/timeline-store.ts";

export interface InboxOptions {
  store: Store;
  session: Session;
  conversations: ConversationList;
  timelines: TimelineStore;
}

/** Takes messages and their changes, from events, acknowledgements and sync answers alike. */
export class Inbox {
  readonly #options: InboxOptions;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Takes a message, and loads its conversation if that is unknown. */
  receive(message: Message): void {
    const { store, session, conversations, timelines } = this.#options;
    const { conversationId: id } = message;
    const { user } = session;
    if (!store.conversation(id)) conversations.fetchInBackground(id);
    else if (user) store.changeConversation(id, (known) => withMessage(known, message, user));
    timelines.receive(id, message);
  }

  /** Takes a change of a message. */
  change(id: ConversationId, change: MessageChange): void {
    const { store, session, conversations, timelines } = this.#options;
    const known = store.conversation(id);
    const { user } = session;
    if (known && user && needsRecount(known, change, user))
      conversations.recountInBackground(id, change.revision);
    store.changeConversation(id, (known) => withChangedMessage(known, change));
    timelines.change(id, change);
  }
}
