import type { ConversationId, UserId } from "../contract/ids.ts";
import type { Connection } from "./connection/connection.ts";
import { withOwnReadPosition } from "./conversations/conversation-changes.ts";
import { withReadPosition } from "./conversations/participant-changes.ts";
import { inBackground, type ReportError } from "./errors.ts";
import type { Store } from "./store.ts";

export interface ReadPositionsOptions {
  store: Store;
  connection: Connection;
  /** The signed-in user's id. */
  me: () => UserId | undefined;
  reportError: ReportError;
}

/** How far each participant has read. */
export class ReadPositions {
  readonly #options: ReadPositionsOptions;

  constructor(options: ReadPositionsOptions) {
    this.#options = options;
  }

  /**
   * Marks a conversation as read up to `seq`, here and on the user's other devices. A position that is behind the
   * current one changes nothing. A lost frame is not repeated, because the next position includes it.
   */
  markRead(id: ConversationId, seq: number): void {
    const { store, connection, reportError } = this.#options;
    const known = store.conversation(id);
    if (!known || (known.lastReadSeq >= seq && known.settings.unreadFrom === null)) return;
    store.changeConversation(id, (conversation) => withOwnReadPosition(conversation, seq));
    inBackground("read", connection.request({ action: "read", conversationId: id, seq }), reportError);
  }

  /** Applies a `read.updated` event. */
  receive({
    conversationId,
    userId,
    seq,
  }: {
    conversationId: ConversationId;
    userId: UserId;
    seq: number;
  }): void {
    this.#options.store.changeConversation(conversationId, (conversation) => {
      const known = withReadPosition(conversation, { userId, seq });
      const isOwn = userId === this.#options.me() && conversation.lastReadSeq < seq;
      return isOwn ? withOwnReadPosition(known, seq) : known;
    });
  }
}
