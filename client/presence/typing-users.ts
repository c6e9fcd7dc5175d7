import type { UserId } from "../../contract/ids.ts";
import { times } from "../../contract/times.ts";
import { type TypingPlace, typingKey } from "./typing-place.ts";

/** The users who are typing, by the key of the place. */
type Typing = ReadonlyMap<string, readonly UserId[]>;

/** The users who are typing. Each entry expires, because the event that ends it may be lost. */
export class TypingUsers {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #users = new Map<string, readonly UserId[]>();
  readonly #onChange: (typing: Typing) => void;

  /** @param onChange  receives all entries after each change */
  constructor(onChange: (typing: Typing) => void) {
    this.#onChange = onChange;
  }

  set({ userId, isTyping, ...place }: TypingPlace & { userId: UserId; isTyping: boolean }) {
    const where = typingKey(place);
    const key = `${where} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (isTyping) {
      const expire = () => this.set({ ...place, userId, isTyping: false });
      this.#timers.set(key, setTimeout(expire, times.typingMs));
    }
    const known = this.#users.get(where) ?? [];
    if (known.includes(userId) === isTyping) return;
    const users = isTyping ? [...known, userId] : known.filter((id) => id !== userId);
    if (users.length > 0) this.#users.set(where, users);
    else this.#users.delete(where);
    this.#onChange(new Map(this.#users));
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#users.clear();
  }
}
