import { v7 as uuidv7 } from "uuid";
import { type ConversationId, MessageId } from "../../contract/ids.ts";
import type { Message, NewTextMessage } from "../../contract/messages.ts";
import type {
  ScheduledMessage,
  ScheduledMessageChange,
  ScheduledMessagePage,
} from "../../contract/scheduled-messages.ts";
import type { Session } from "../session/session.ts";

/**
 * The messages that the server sends later for the user. It keeps no list. List them again when
 * `ChatState.scheduledChanges` changes.
 *
 * @example
 * const scheduled = new ScheduledMessages(session);
 * await scheduled.schedule(conversationId, { content: "Good morning", sendAt: "2026-11-30T08:00:00.000Z" });
 */
export class ScheduledMessages {
  readonly #session: Pick<Session, "call">;

  constructor(session: Pick<Session, "call">) {
    this.#session = session;
  }

  /**
   * Returns a page of scheduled messages, the next one first.
   *
   * @param cursor the `nextCursor` of the previous page
   * @throws {ProblemError}
   */
  list(cursor?: string): Promise<ScheduledMessagePage> {
    return this.#session.call("listScheduledMessages", { query: cursor ? { cursor } : {} });
  }

  /** Schedules a message, for a time up to a year ahead. @throws {ProblemError} */
  schedule(
    id: ConversationId,
    message: Omit<NewTextMessage, "id"> & { sendAt: string },
  ): Promise<ScheduledMessage> {
    const body = { ...message, id: MessageId.parse(uuidv7()) };
    return this.#session.call("scheduleMessage", { params: { id }, body });
  }

  /** Changes the text or the time. A message that could not be sent waits again. @throws {ProblemError} */
  change(messageId: MessageId, change: ScheduledMessageChange): Promise<ScheduledMessage> {
    return this.#session.call("changeScheduledMessage", { params: { messageId }, body: change });
  }

  /** Deletes a scheduled message. @throws {ProblemError} 409 if the server is sending it */
  async cancel(messageId: MessageId): Promise<void> {
    await this.#session.call("cancelScheduledMessage", { params: { messageId } });
  }

  /** Sends a scheduled message before its time. @throws {ProblemError} */
  sendNow(messageId: MessageId): Promise<Message> {
    return this.#session.call("sendScheduledMessage", { params: { messageId } });
  }
}
