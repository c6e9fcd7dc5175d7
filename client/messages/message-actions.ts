import type { ConversationId, MessageId, UserId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import type { Session } from "../session/session.ts";
import type { Timelines } from "../timelines/timelines.ts";

/** What a message is with somebody's reaction, or without it. */
export function withReaction(message: Message, emoji: string, userId: UserId, isSet: boolean): Message {
  const others = message.reactions.map((reaction) =>
    reaction.emoji === emoji
      ? { emoji, userIds: reaction.userIds.filter((id) => id !== userId).concat(isSet ? [userId] : []) }
      : reaction,
  );
  const isNew = isSet && !message.reactions.some((reaction) => reaction.emoji === emoji);
  const reactions = isNew ? [...others, { emoji, userIds: [userId] }] : others;
  return { ...message, reactions: reactions.filter(({ userIds }) => userIds.length > 0) };
}

/** Changes of messages: each shows at once, and is taken back if the server refuses it. */
export class MessageActions {
  readonly #session: Session;
  readonly #timelines: Timelines;

  constructor(session: Session, timelines: Timelines) {
    this.#session = session;
    this.#timelines = timelines;
  }

  /** @throws ProblemError */
  edit(id: ConversationId, messageId: MessageId, content: string): Promise<void> {
    const editedAt = new Date().toISOString();
    return this.#change(
      id,
      messageId,
      (message) => ({ ...message, content, editedAt }),
      () => this.#session.call("editMessage", { params: { id, messageId }, body: { content } }),
    );
  }

  /** @throws ProblemError */
  remove(id: ConversationId, messageId: MessageId): Promise<void> {
    const deletedAt = new Date().toISOString();
    return this.#change(
      id,
      messageId,
      (message) => ({ ...message, content: "", reactions: [], attachments: [], deletedAt }),
      () => this.#session.call("deleteMessage", { params: { id, messageId } }),
    );
  }

  /** Reacts to a message, or takes it back. @throws ProblemError */
  react(
    id: ConversationId,
    messageId: MessageId,
    emoji: string,
    userId: UserId,
    isSet: boolean,
  ): Promise<void> {
    return this.#change(
      id,
      messageId,
      (message) => withReaction(message, emoji, userId, isSet),
      () =>
        this.#session.call(isSet ? "addReaction" : "removeReaction", { params: { id, messageId, emoji } }),
    );
  }

  async #change(
    id: ConversationId,
    messageId: MessageId,
    change: (message: Message) => Message,
    call: () => Promise<Message | undefined>,
  ): Promise<void> {
    const before = this.#timelines.find(id, messageId);
    const after = before && change(before);
    if (after) this.#timelines.replace(id, before, after);
    try {
      const answer = await call();
      if (answer) this.#timelines.change(id, answer.revision ?? 0, answer.seq, () => answer);
    } catch (error) {
      // What the server has told meanwhile is newer than what was here before.
      if (after) this.#timelines.replace(id, after, before);
      throw error;
    }
  }
}
