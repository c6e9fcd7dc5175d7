import { v7 as uuidv7 } from "uuid";
import { type ConversationId, MessageId } from "../../contract/ids.ts";
import type { Message } from "../../contract/messages.ts";
import { inBackground, type ReportError } from "../errors.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import type { Sender } from "../outbox/sender.ts";
import type { Presence } from "../presence/presence.ts";
import type { Session } from "../session/session.ts";
import type { TimelineStore } from "../timelines/timeline-store.ts";
import type { Timelines } from "../timelines/timelines.ts";
import { withReaction } from "./reactions.ts";

export interface MessagesOptions {
  session: Session;
  timelines: TimelineStore;
  history: Timelines;
  sender: Sender;
  presence: Presence;
  reportError: ReportError;
}

/** A message of a conversation. */
export interface MessageRef {
  conversationId: ConversationId;
  messageId: MessageId;
}

/** Sends, edits and deletes messages, and reacts to them. */
export class Messages {
  readonly #options: MessagesOptions;

  constructor(options: MessagesOptions) {
    this.#options = options;
  }

  /**
   * Sends a message. It shows immediately and waits in the outbox until the server has accepted or refused it.
   * @returns when the outcome is known. The timeline shows it, and nothing is thrown.
   * @example
   * await client.messages.send(conversationId, "Good morning");
   */
  send(
    conversationId: ConversationId,
    content: string,
    { replyTo, attachments }: Pick<OutboxMessage, "replyTo" | "attachments"> = {},
  ): Promise<void> {
    const { timelines, history, presence, sender, reportError } = this.#options;
    const id = MessageId.parse(uuidv7());
    const createdAt = new Date().toISOString();
    const message = { id, conversationId, content, createdAt, replyTo, attachments };
    timelines.setPending(message);
    inBackground("timelines.showNewest", history.showNewest(conversationId), reportError);
    presence.setTyping(conversationId, false);
    return sender.send(message);
  }

  /** Sends a refused message again. It keeps its id, so it is not stored twice if it did arrive. */
  async retry({ conversationId, messageId }: MessageRef): Promise<void> {
    const { timelines, sender } = this.#options;
    const refused = timelines.get(conversationId).pending.find((pending) => pending.id === messageId);
    if (!refused) return;
    const { failure: _, failureCode: __, ...message } = refused;
    timelines.setPending(message);
    await sender.send(message);
  }

  /** Deletes a refused message from the outbox. */
  discard({ conversationId, messageId }: MessageRef): void {
    this.#options.timelines.removePending(conversationId, messageId);
    this.#options.sender.discard(messageId);
  }

  /** Changes the text of one of the user's messages. @throws {ProblemError} */
  edit(message: MessageRef, content: string): Promise<void> {
    const editedAt = new Date().toISOString();
    return this.#change(
      message,
      (known) => ({ ...known, content, editedAt }),
      () => this.#options.session.call("editMessage", { params: paramsOf(message), body: { content } }),
    );
  }

  /** Deletes a message. @throws {ProblemError} */
  delete(message: MessageRef): Promise<void> {
    const deletedAt = new Date().toISOString();
    return this.#change(
      message,
      (known) => ({ ...known, content: "", reactions: [], attachments: [], deletedAt }),
      () => this.#options.session.call("deleteMessage", { params: paramsOf(message) }),
    );
  }

  /** Adds the user's reaction to a message, or removes it. @throws {ProblemError} */
  async react(message: MessageRef, { emoji, isSet }: { emoji: string; isSet: boolean }): Promise<void> {
    const { session } = this.#options;
    const userId = session.user?.id;
    // Between signing out and stopping, no user is left to react.
    if (userId === undefined) return;
    const params = { ...paramsOf(message), emoji };
    await this.#change(
      message,
      (known) => withReaction(known, { emoji, userId, isSet }),
      () => session.call(isSet ? "addReaction" : "removeReaction", { params }),
    );
  }

  /** Shows a change immediately, and reverts it if the server refuses. */
  async #change(
    { conversationId, messageId }: MessageRef,
    change: (message: Message) => Message,
    call: () => Promise<Message | undefined>,
  ): Promise<void> {
    const { timelines } = this.#options;
    const before = timelines.find(conversationId, messageId);
    const after = before && change(before);
    if (after) timelines.replace(conversationId, before, after);
    try {
      const answer = await call();
      if (!answer) return;
      const { seq, revision = 0 } = answer;
      timelines.change(conversationId, { seq, revision, apply: () => answer });
    } catch (error) {
      // `replace` does nothing if an event has changed the message since.
      if (after) timelines.replace(conversationId, after, before);
      throw error;
    }
  }
}

const paramsOf = ({ conversationId, messageId }: MessageRef) => ({ id: conversationId, messageId });
