import { v7 as uuidv7 } from "uuid";
import { type ConversationId, MessageId } from "../../contract/ids.ts";
import type { VersionPage } from "../../contract/message-versions.ts";
import type { Message } from "../../contract/messages.ts";
import { inBackground, type ReportError } from "../errors.ts";
import type { Inbox } from "../events/inbox.ts";
import type { OutboxMessage } from "../outbox/outbox.ts";
import type { OutboxChange } from "../outbox/outbox-change.ts";
import type { Sender } from "../outbox/sender.ts";
import type { Presence } from "../presence/presence.ts";
import type { Session } from "../session/session.ts";
import type { FetchedMessages } from "../timelines/fetched-messages.ts";
import type { TimelineStore } from "../timelines/timeline-store.ts";
import type { Timelines } from "../timelines/timelines.ts";
import type { MessageRef } from "./message-ref.ts";

export interface MessagesOptions {
  session: Session;
  timelines: TimelineStore;
  fetched: FetchedMessages;
  history: Timelines;
  sender: Sender;
  presence: Presence;
  inbox: Pick<Inbox, "receive" | "change">;
  reportError: ReportError;
}

/** Sends, edits, forwards and deletes messages, and reacts to them. */
export class Messages {
  readonly #options: MessagesOptions;

  constructor(options: MessagesOptions) {
    this.#options = options;
  }

  /**
   * Sends a message. It shows immediately and waits in the outbox until the server has accepted or refused it.
   *
   * @param content  the text. With a poll, `pollText` in the contract.
   * @returns when the outcome is known. The timeline shows it, and nothing is thrown.
   * @example
   * await client.messages.send(conversationId, "Good morning");
   */
  send(
    conversationId: ConversationId,
    content: string,
    {
      replyTo,
      threadId,
      alsoInConversation,
      attachments,
      poll,
    }: Pick<OutboxMessage, "replyTo" | "threadId" | "alsoInConversation" | "attachments" | "poll"> = {},
  ): Promise<void> {
    const { timelines, history, presence, sender, reportError } = this.#options;
    const id = MessageId.parse(uuidv7());
    const createdAt = new Date().toISOString();
    const message = {
      id,
      conversationId,
      content,
      createdAt,
      replyTo,
      threadId,
      alsoInConversation,
      attachments,
      poll,
    };
    timelines.setPending(message);
    // A reply that only its thread shows leaves the timeline where it is.
    if (threadId === undefined || alsoInConversation)
      inBackground("timelines.showNewest", history.showNewest(conversationId), reportError);
    presence.messageSent({ conversationId, threadId });
    return sender.send(message);
  }

  /**
   * Fetches a message that may be outside the loaded timeline. `messageOf` finds it in the state.
   *
   * @throws {ProblemError}
   */
  load({ conversationId, messageId }: MessageRef): Promise<void> {
    return this.#options.fetched.ensure(conversationId, messageId);
  }

  /** Takes messages that an answer contains, so that changes reach them. `messageOf` finds them in the state. */
  take(messages: readonly Message[]): void {
    this.#options.fetched.take(messages);
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
    const { timelines, sender } = this.#options;
    const refused = timelines.get(conversationId).pending.find((pending) => pending.id === messageId);
    if (!refused) return;
    timelines.removePending(conversationId, messageId);
    sender.discard(refused);
  }

  /**
   * Changes the text of one of the user's messages. Changes show immediately and wait in the outbox like messages.
   * @returns when the outcome is known. The timeline's `changes` contain a refused one, and nothing is thrown.
   */
  edit(message: MessageRef, content: string): Promise<void> {
    return this.#change(message, { kind: "edit", content });
  }

  /** Deletes a message. @returns like `edit` */
  delete(message: MessageRef): Promise<void> {
    return this.#change(message, { kind: "delete" });
  }

  /** Adds the user's reaction to a message, or removes it. @returns like `edit` */
  async react(message: MessageRef, { emoji, isSet }: { emoji: string; isSet: boolean }): Promise<void> {
    const userId = this.#options.session.user?.id;
    // Between signing out and stopping, no user is left to react.
    if (userId === undefined) return;
    await this.#change(message, { kind: "react", emoji, userId, isSet });
  }

  /** Pins a message for all participants, or unpins it. @throws {ProblemError} */
  async pin({ conversationId, messageId }: MessageRef, { isPinned }: { isPinned: boolean }): Promise<void> {
    const { session, inbox } = this.#options;
    const params = { id: conversationId, messageId };
    const message = await session.call(isPinned ? "pinMessage" : "unpinMessage", { params });
    const { seq, revision = 0 } = message;
    inbox.change(conversationId, { seq, revision, message, apply: () => message });
  }

  /**
   * Removes the preview of a link from one of the user's messages.
   * @throws {ProblemError}
   * @example
   * await client.messages.removePreview({ conversationId, messageId }, preview.url);
   */
  async removePreview({ conversationId, messageId }: MessageRef, url: string): Promise<void> {
    const { session, inbox } = this.#options;
    const params = { id: conversationId, messageId };
    const message = await session.call("removePreview", { params, query: { url } });
    const { seq, revision = 0 } = message;
    inbox.change(conversationId, { seq, revision, message, apply: () => message });
  }

  /**
   * Sends a copy of a message to another conversation. Its readers see the author and, if they may, the original.
   * @throws {ProblemError}
   * @example
   * await client.messages.forward({ conversationId, messageId }, { to: otherConversationId });
   */
  async forward(message: MessageRef, { to }: { to: ConversationId }): Promise<void> {
    const { session, inbox } = this.#options;
    const body = { id: MessageId.parse(uuidv7()), ...message };
    inbox.receive(await session.call("forwardMessage", { params: { id: to }, body }));
  }

  /**
   * Returns a page of the earlier versions of a message, newest first. None if the workspace does not keep them.
   * @param cursor the `nextCursor` of the previous page
   * @throws {ProblemError}
   */
  versions({ conversationId: id, messageId }: MessageRef, cursor?: string): Promise<VersionPage> {
    return this.#options.session.call("listVersions", {
      params: { id, messageId },
      query: cursor ? { cursor } : {},
    });
  }

  /** Makes a refused change again. */
  async retryChange({ failure: _, failureCode: __, ...change }: OutboxChange): Promise<void> {
    this.#options.timelines.setChange(change);
    await this.#options.sender.send(change);
  }

  /** Deletes a refused change from the outbox. */
  discardChange(change: OutboxChange): void {
    this.#options.timelines.removeChange(change);
    this.#options.sender.discard(change);
  }

  async #change(message: MessageRef, change: OutboxChange["change"]): Promise<void> {
    const { timelines, sender } = this.#options;
    const refused = timelines
      .get(message.conversationId)
      .changes.find(
        ({ messageId, failure, change: { kind } }) =>
          messageId === message.messageId && failure !== undefined && kind === change.kind,
      );
    // The new change takes the place of one that was refused.
    if (refused) this.discardChange(refused);
    const entry = { ...message, id: uuidv7(), createdAt: new Date().toISOString(), change };
    timelines.setChange(entry);
    await sender.send(entry);
  }
}
