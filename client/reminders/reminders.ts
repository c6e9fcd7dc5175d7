import type { Reminder, ReminderPage } from "../../contract/reminders.ts";
import type { MessageRef } from "../messages/message-ref.ts";
import type { Session } from "../session/session.ts";

/**
 * The user's reminders of messages. It keeps no list. List them again when `ChatState.reminderChanges` changes.
 *
 * @example
 * const reminders = new Reminders(session);
 * await reminders.set({ conversationId, messageId }, "2026-11-30T08:00:00.000Z");
 */
export class Reminders {
  readonly #session: Pick<Session, "call">;

  constructor(session: Pick<Session, "call">) {
    this.#session = session;
  }

  /**
   * Returns a page of reminders, the earliest time first.
   *
   * @param cursor the `nextCursor` of the previous page
   * @throws {ProblemError}
   */
  list(cursor?: string): Promise<ReminderPage> {
    return this.#session.call("listReminders", { query: cursor ? { cursor } : {} });
  }

  /** Sets a reminder of a message, or changes its time, which is up to a year ahead. @throws {ProblemError} */
  set({ conversationId, messageId }: MessageRef, remindAt: string): Promise<Reminder> {
    const params = { id: conversationId, messageId };
    return this.#session.call("setReminder", { params, body: { remindAt } });
  }

  /** Removes a reminder. @throws {ProblemError} */
  async remove({ conversationId, messageId }: MessageRef): Promise<void> {
    await this.#session.call("removeReminder", { params: { id: conversationId, messageId } });
  }
}
