import type { MessageId } from "../../contract/ids.ts";
import type { SavedPage, SavedUpdated } from "../../contract/saved.ts";
import { LatestChanges } from "../events/latest-changes.ts";
import { ifOffered } from "../http/problem-error.ts";
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
    const wasSaved = this.#options.store.state.savedIds.has(messageId);
    this.#change(messageId, isSaved);
    const params = { id: conversationId, messageId };
    try {
      if (isSaved) {
        const { savedAt } = await this.#options.session.call("saveMessage", { params });
        if (this.#latest.take(messageId, savedAt)) this.#change(messageId, true);
      } else {
        await this.#options.session.call("unsaveMessage", { params });
        this.#change(messageId, false);
      }
    } catch (error) {
      this.#change(messageId, wasSaved);
      throw error;
    }
    // A list that loaded again at the first change may not contain the message yet. An equal set makes it load again.
    this.#options.store.update({ savedIds: new Set(this.#options.store.state.savedIds) });
  }

  /**
   * Returns a page of the saved messages, the last saved one first.
   * @param cursor the `nextCursor` of the previous page
   * @throws {ProblemError}
   */
  list(cursor?: string): Promise<SavedPage> {
    return this.#options.session.call("listSaved", { query: cursor ? { cursor } : {} });
  }

  /** Loads the ids of all saved messages. A server of the previous release has none. @throws {ProblemError} */
  async catchUp(): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt++) {
      const before = this.#changes;
      const answer = await ifOffered(this.#options.session.call("listSavedIds", {}));
      if (before !== this.#changes) continue;
      this.#options.store.update({ savedIds: new Set(answer?.messageIds) });
      return;
    }
  }

  /** Applies a `saved.updated` event, unless the change is known. */
  receive({ messageId, isSaved, changedAt }: SavedUpdated): void {
    if (this.#latest.knows(messageId, changedAt)) return;
    this.#latest.take(messageId, changedAt);
    this.#change(messageId, isSaved);
  }

  #change(messageId: MessageId, isSaved: boolean): void {
    this.#changes++;
    const { savedIds } = this.#options.store.state;
    if (savedIds.has(messageId) === isSaved) return;
    const others = [...savedIds].filter((id) => id !== messageId);
    this.#options.store.update({ savedIds: new Set(isSaved ? [...others, messageId] : others) });
  }
}
