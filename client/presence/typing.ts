import type { ConversationId, UserId } from "../../contract/ids.ts";
import { limits } from "../../contract/limits.ts";

/** Who writes where; each entry ends by itself, since nobody can rely on being told. */
export class TypingPeople {
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #people = new Map<ConversationId, readonly UserId[]>();
  readonly #onChange: (people: ReadonlyMap<ConversationId, readonly UserId[]>) => void;

  /** @param onChange  called with all of them after each change */
  constructor(onChange: (people: ReadonlyMap<ConversationId, readonly UserId[]>) => void) {
    this.#onChange = onChange;
  }

  set(conversationId: ConversationId, userId: UserId, isTyping: boolean): void {
    const key = `${conversationId} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (isTyping) {
      const end = () => this.set(conversationId, userId, false);
      this.#timers.set(key, setTimeout(end, limits.typingMs));
    }
    const people = this.#people.get(conversationId) ?? [];
    if (people.includes(userId) === isTyping) return;
    const now = isTyping ? [...people, userId] : people.filter((id) => id !== userId);
    if (now.length > 0) this.#people.set(conversationId, now);
    else this.#people.delete(conversationId);
    this.#onChange(new Map(this.#people));
  }

  stop(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#people.clear();
  }
}

/** Says that we write, again as often as it takes for others to go on seeing it. */
export class TypingNotices {
  readonly #send: (conversationId: ConversationId, isTyping: boolean) => void;
  readonly #saidAt = new Map<ConversationId, number>();

  constructor(send: (conversationId: ConversationId, isTyping: boolean) => void) {
    this.#send = send;
  }

  /** Call it with each key that is pressed; most of the time, it has nothing to say. */
  say(conversationId: ConversationId, isTyping: boolean): void {
    const saidAt = this.#saidAt.get(conversationId);
    if (!isTyping) {
      if (saidAt === undefined) return;
      this.#saidAt.delete(conversationId);
    } else {
      if (saidAt !== undefined && Date.now() - saidAt < limits.typingMs / 2) return;
      this.#saidAt.set(conversationId, Date.now());
    }
    this.#send(conversationId, isTyping);
  }
}
