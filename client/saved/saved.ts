import type { SavedPage, SavedUpdated } from "../../contract/saved.ts";
import { LatestChanges } from "../events/latest-changes.ts";
import { ifOffered } from "../http/problem-error.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";
import type { MessageRef } from "../messages/message-ref.ts";
import type { Session } from "../session/session.ts";
import type { Store } from "../store.ts";

export interface SavedOptions {
  store: Store;
  session: Pick<Session, "call">;
}

/** The messages that the user has saved for later, on all devices. */
export class Saved {
  readonly #options: SavedOptions;
  /** Counts the changes, so that an answer from before a change does not undo it. */
  #changes = 0;
  readonly #latest = new LatestChanges();

  constructor(options: SavedOptions) {
    this.#options = options;
  }

  /**
   * Saves a message, or removes it from the saved ones. The state changes immediately, and is reverted if the server
   * refuses.
   * @throws {ProblemError}
   * @example
   * await client.saved.set({ conversationId, messageId }, { isSaved: true });
   */
  async set({ conversationId, messageId }: MessageRef, { isSaved }: { isSaved: boolean }): Promise<void> {
    const key = messageKey(conversationId, messageId);
    const wasSaved = this.#options.store.state.savedKeys.has(key);
    this.#change(key, isSaved);
    const params = { id: conversationId, messageId };
    try {
      if (isSaved) {
        const { savedAt } = await this.#options.session.call("saveMessage", { params });
        if (this.#latest.take(key, savedAt)) this.#change(key, true);
      } else {
        await this.#options.session.call("unsaveMessage", { params });
        this.#change(key, false);
      }
    } catch (error) {
      this.#change(key, wasSaved);
      throw error;
    }
    // A list that loaded again at the first change may not contain the message yet. An equal set makes it load again.
    this.#options.store.update({ savedKeys: new Set(this.#options.store.state.savedKeys) });
  }

  /**
   * Returns a page of the saved messages, the last saved one first.
   * @param cursor the `nextCursor` of the previous page
   * @throws {ProblemError}
   */
  list(cursor?: string): Promise<SavedPage> {
    return this.#options.session.call("listSaved", { query: cursor ? { cursor } : {} });
  }

  /**
   * Loads the ids of all saved messages. A server of the previous release has none, or not their conversations.
   * @throws {ProblemError}
   */
  async catchUp(): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const before = this.#changes;
      const answer = await ifOffered(this.#options.session.call("listSavedIds", {}));
      if (before !== this.#changes) continue;
      const keys = answer?.conversationIds?.flatMap((id, at) => {
        const messageId = answer.messageIds[at];
        return messageId ? messageKey(id, messageId) : [];
      });
      this.#options.store.update({ savedKeys: new Set(keys) });
      return;
    }
  }

  /** Applies a `saved.updated` event, unless the change is known. */
  receive({ conversationId, messageId, isSaved, changedAt }: SavedUpdated): void {
    const key = messageKey(conversationId, messageId);
    if (this.#latest.knows(key, changedAt)) return;
    this.#latest.take(key, changedAt);
    this.#change(key, isSaved);
  }

  #change(key: MessageKey, isSaved: boolean): void {
    this.#changes++;
    const { savedKeys } = this.#options.store.state;
    if (savedKeys.has(key) === isSaved) return;
    const others = [...savedKeys].filter((other) => other !== key);
    this.#options.store.update({ savedKeys: new Set(isSaved ? [...others, key] : others) });
  }
}
