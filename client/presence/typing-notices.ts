import { times } from "../../contract/times.ts";
import { type TypingPlace, typingKey } from "./typing-place.ts";

/** Announces that the user is typing, and repeats it often enough that the other clients keep showing it. */
export class TypingNotices {
  readonly #send: (place: TypingPlace, isTyping: boolean) => void;
  /** The time of the last announcement, in milliseconds. */
  readonly #announcedAt = new Map<string, number>();

  constructor(send: (place: TypingPlace, isTyping: boolean) => void) {
    this.#send = send;
  }

  /** Called with each keystroke. Most calls send nothing. */
  set(place: TypingPlace, isTyping: boolean): void {
    const key = typingKey(place);
    const announcedAt = this.#announcedAt.get(key);
    if (!isTyping) {
      if (announcedAt === undefined) return;
      this.#announcedAt.delete(key);
    } else {
      if (announcedAt !== undefined && Date.now() - announcedAt < times.typingRepeatMs) return;
      this.#announcedAt.set(key, Date.now());
    }
    this.#send(place, isTyping);
  }

  /**
   * Called when the user sends a message. The message ends the typing on the other clients, so no further frame is
   * needed.
   */
  forget(place: TypingPlace): void {
    this.#announcedAt.delete(typingKey(place));
  }
}
