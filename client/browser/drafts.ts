import * as z from "zod/mini";
import type { ConversationId, UserId } from "../../contract/ids.ts";
import type { TextStorage } from "../session/session-stores.ts";

const Stored = z.catch(z.record(z.string(), z.string()), {});

const keyOf = (userId: UserId) => `chatflow.drafts.${userId}`;

/** What somebody has begun to write and not sent, by conversation. It survives a reload. */
export class Drafts {
  readonly #storage: TextStorage;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #texts: Readonly<Record<string, string>>;

  constructor(storage: TextStorage, userId: UserId) {
    this.#storage = storage;
    this.#key = keyOf(userId);
    this.#texts = Stored.parse(JSON.parse(storage.getItem(this.#key) ?? "{}"));
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Empty when there is none. */
  get(id: ConversationId): string {
    return this.#texts[id] ?? "";
  }

  set(id: ConversationId, text: string): void {
    if (this.get(id) === text) return;
    const { [id]: _, ...others } = this.#texts;
    this.#texts = text.trim() === "" ? others : { ...others, [id]: text };
    try {
      this.#storage.setItem(this.#key, JSON.stringify(this.#texts));
    } catch {
      // A full disk keeps no drafts; writing and sending go on.
    }
    for (const listener of this.#listeners) listener();
  }
}

/** Forgets all drafts of somebody on this device. */
export const deleteDrafts = (storage: TextStorage, userId: UserId): void => storage.removeItem(keyOf(userId));
