import type { ConversationId, UserId } from "../../../contract/ids.ts";

/** How long a tab keeps the others from notifying of the same message. Messages reach all tabs within seconds. */
const claimedMs = 60_000;

/**
 * Lets only one of a user's tabs notify, and no tab while one of them shows the conversation. Web Locks end with their
 * tab. Browsers offer them in secure contexts only. Elsewhere each tab decides for itself.
 * https://developer.mozilla.org/en-US/docs/Web/API/Web_Locks_API
 */
export class NotifyingTabs {
  readonly #prefix: string;
  readonly #locks: LockManager | undefined;

  constructor(userId: UserId, locks: LockManager | undefined = navigator.locks) {
    this.#prefix = `chatflow.notify.${userId}`;
    this.#locks = locks;
  }

  /** Announces that this tab shows a conversation. @returns a function that ends it */
  show(id: ConversationId): () => void {
    let end = () => {};
    const shown = new Promise<void>((resolve) => {
      end = resolve;
    });
    void this.#locks?.request(this.#shown(id), { mode: "shared" }, () => shown);
    return end;
  }

  /** Returns whether this tab is the one to notify of a message. */
  async claim(id: ConversationId, seq: number): Promise<boolean> {
    const locks = this.#locks;
    if (!locks) return true;
    const { held = [] } = await locks.query();
    if (held.some(({ name }) => name === this.#shown(id))) return false;
    return new Promise((resolve) => {
      void locks.request(`${this.#prefix}.${id}.${seq}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((release) => setTimeout(release, claimedMs));
      });
    });
  }

  #shown(id: ConversationId): string {
    return `${this.#prefix}.shown.${id}`;
  }
}
