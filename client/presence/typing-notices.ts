import type { ConversationId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";

/** Announces that the user is typing, and repeats it often enough that the other clients keep showing it. */
export class TypingNotices {
  readonly #send: (conversationId: ConversationId, isTyping: boolean) => void;
  /** The time of the last announcement, in milliseconds. */
  readonly #announcedAt = new Map<ConversationId, number>();

  constructor(send: (conversationId: ConversationId, isTyping: boolean) => void) {
    this.#send = send;
  }

  /** Called with each keystroke. Most calls send nothing. */
  set(conversationId: ConversationId, isTyping: boolean): void {
    const announcedAt = this.#announcedAt.get(conversationId);
    if (!isTyping) {
      if (announcedAt === undefined) return;
      this.#announcedAt.delete(conversationId);
    } else {
      if (announcedAt !== undefined && Date.now() - announcedAt < limits.typingRepeatMs) return;
      this.#announcedAt.set(conversationId, Date.now());
    }
    this.#send(conversationId, isTyping);
  }

  /**
   * Called when the user sends a message. The message ends the typing on the other clients, so no further frame is
   * needed.
   */
  forget(conversationId: ConversationId): void {
    this.#announcedAt.delete(conversationId);
  }
}
