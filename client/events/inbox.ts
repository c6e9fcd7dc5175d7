import type { Conversation } from "../../contract/conversations.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { isThreadOnly, type Message } from "../../contract/messages.ts";
import { isReport } from "../../contract/system-messages.ts";
import {
  countsAsMention,
  type MessageChange,
  needsRecount,
  readUpTo,
  withChangedMessage,
  withMessage,
} from "../conversations/conversation-changes.ts";
import type { ConversationList } from "../conversations/conversation-list.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";
import type { Threads } from "../threads/threads.ts";
import type { TimelineStore } from "../timelines/timeline-store.ts";

export interface InboxOptions {
  store: Store;
  session: Pick<Session, "user">;
  conversations: Pick<ConversationList, "fetchInBackground" | "recountInBackground">;
  timelines: Pick<TimelineStore, "get" | "receive" | "change">;
  threads: Pick<Threads, "receive" | "recount">;
}

/** Takes messages and their changes, from events, acknowledgements and sync answers alike. */
export class Inbox {
  readonly #options: InboxOptions;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Takes a message, and loads its conversation if that is unknown. */
  receive(message: Message): void {
    const { store, session, conversations, timelines, threads } = this.#options;
    const { conversationId: id } = message;
    const { user } = session;
    const known = store.conversation(id);
    if (!known) conversations.fetchInBackground(id);
    else if (this.#wasMiscounted(known, message)) conversations.recountInBackground(id, known.lastRevision);
    else if (user) store.changeConversation(id, (known) => withMessage(known, message, user));
    timelines.receive(id, message);
    threads.receive(message);
  }

  /**
   * Whether a later message overtook this one, and counted it as unread although it does not count, or as unread only
   * although it mentions the user.
   */
  #wasMiscounted(conversation: Conversation, message: Message): boolean {
    const { seq, conversationId } = message;
    const { user } = this.#options.session;
    const isMention = user !== undefined && countsAsMention(message, user, conversation);
    if (!isReport(message) && !isThreadOnly(message) && !isMention) return false;
    if (seq > conversation.lastSeq || seq <= readUpTo(conversation) || conversation.unreadCount === 0)
      return false;
    return !this.#options.timelines.get(conversationId).messages.some((known) => known.seq === seq);
  }

  /** Takes a change of a message. */
  change(id: ConversationId, change: MessageChange): void {
    const { store, session, conversations, timelines, threads } = this.#options;
    const known = store.conversation(id);
    const { user } = session;
    if (known && user && needsRecount(known, change, user))
      conversations.recountInBackground(id, change.revision);
    store.changeConversation(id, (known) => withChangedMessage(known, change));
    timelines.change(id, change);
    threads.recount(id, change);
  }
}
