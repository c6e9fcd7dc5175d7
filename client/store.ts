import type { Conversation } from "../contract/conversations.ts";
import type { ConversationId } from "../contract/ids.ts";
import { type ChatState, initialState } from "./chat-state.ts";

/** Holds the state and notifies listeners of each change. */
export class Store {
  readonly #listeners = new Set<() => void>();
  #state: ChatState = initialState;

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
    for (const listener of this.#listeners) listener();
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

  /** Removes a conversation and its timeline. */
  removeConversation(id: ConversationId): void {
    const without = <T>(map: ReadonlyMap<ConversationId, T>) =>
      new Map([...map].filter(([other]) => other !== id));
    this.update({
      conversations: without(this.#state.conversations),
      timelines: without(this.#state.timelines),
    });
  }
}
