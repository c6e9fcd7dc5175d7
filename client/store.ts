import type { Conversation } from "../contract/conversations.ts";
import type { ConversationId } from "../contract/ids.ts";
import { type ChatState, initialState } from "./chat-state.ts";
import { logError, type ReportError } from "./errors.ts";

/**
 * Holds the state and notifies listeners of each change. An error in a listener is reported and does not affect the
 * others.
 */
export class Store {
  readonly #listeners = new Set<() => void>();
  readonly #reportError: ReportError;
  #state: ChatState = initialState;

  constructor(reportError: ReportError = logError) {
    this.#reportError = reportError;
  }

  get state(): ChatState {
    return this.#state;
  }

  /** Calls `listener` after each change of `state`. @returns a function that unsubscribes */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  update(change: Partial<ChatState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#reportError(error, { operation: "store.listener" });
      }
    }
  }

  /** Counts changes that the state does not hold. */
  count(...lists: ("scheduledChanges" | "reminderChanges" | "pollExpirations")[]): void {
    for (const list of lists) this.update({ [list]: this.#state[list] + 1 });
  }

  conversation(id: ConversationId): Conversation | undefined {
    return this.#state.conversations.get(id);
  }

  /** Changes a conversation. An unknown conversation stays unknown. */
  changeConversation(id: ConversationId, change: (known: Conversation) => Conversation): void {
    const known = this.#state.conversations.get(id);
    const changed = known && change(known);
    if (changed && changed !== known) {
      this.update({ conversations: new Map([...this.#state.conversations, [id, changed]]) });
    }
  }

  /** Removes a conversation, its timeline and its call. */
  removeConversation(id: ConversationId): void {
    const without = <T>(map: ReadonlyMap<ConversationId, T>) =>
      new Map([...map].filter(([other]) => other !== id));
    this.update({
      conversations: without(this.#state.conversations),
      lostConversations: new Set([...this.#state.lostConversations, id]),
      timelines: without(this.#state.timelines),
      calls: without(this.#state.calls),
    });
  }
}
