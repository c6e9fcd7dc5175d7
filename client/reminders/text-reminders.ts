import type { TextReminderId } from "../../contract/ids.ts";
import type { SetTextReminder, TextReminder } from "../../contract/text-reminders.ts";
import { ifOffered } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";

/**
 * The user's reminders of texts. The client does not store them: call `list` again after each change of
 * `ChatState.reminderChanges`.
 *
 * @example
 * const reminders = new TextReminders(session);
 * await reminders.set(id, { text: "Call Bob", remindAt: "2026-11-30T08:00:00.000Z" });
 */
export class TextReminders {
  readonly #session: Pick<Session, "call">;

  constructor(session: Pick<Session, "call">) {
    this.#session = session;
  }

  /** Returns all text reminders, the earliest time first. A server without them has none. @throws {ProblemError} */
  async list(): Promise<TextReminder[]> {
    return (await ifOffered(this.#session.call("listTextReminders", {})))?.items ?? [];
  }

  /**
   * Sets a reminder, or changes its text and its time, which is up to a year ahead.
   *
   * @param reminderId  a random UUID for a new reminder
   * @throws {ProblemError}
   */
  set(reminderId: TextReminderId, body: SetTextReminder): Promise<TextReminder> {
    return this.#session.call("setTextReminder", { params: { reminderId }, body });
  }

  /** Removes a reminder. @throws {ProblemError} */
  async remove(reminderId: TextReminderId): Promise<void> {
    await this.#session.call("removeTextReminder", { params: { reminderId } });
  }
}
