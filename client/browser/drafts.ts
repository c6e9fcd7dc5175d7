import * as z from "zod/mini";
import type { ConversationId, UserId } from "../../contract/ids.ts";
import { logError, type ReportError } from "../errors.ts";
import { parseJson } from "../json.ts";
import type { TextStorage } from "../session/session-stores.ts";
import { personalPrefixes } from "./personal-data.ts";

const Stored = z.record(z.string(), z.string());

const keyOf = (userId: UserId) => personalPrefixes.drafts + userId;

/** A user's unsent drafts, one per conversation. They survive a reload. */
export class Drafts {
  readonly #storage: TextStorage;
  readonly #key: string;
  readonly #listeners = new Set<() => void>();
  #texts: Readonly<Record<string, string>>;

  readonly #reportError: ReportError;

  constructor(storage: TextStorage, userId: UserId, reportError: ReportError = logError) {
    this.#storage = storage;
    this.#reportError = reportError;
    this.#key = keyOf(userId);
    this.#texts = parseJson(Stored, storage.getItem(this.#key)) ?? {};
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Returns an empty text if there is no draft. */
  get(id: ConversationId): string {
    return this.#texts[id] ?? "";
  }

  set(id: ConversationId, text: string): void {
    if (this.get(id) === text) return;
    const { [id]: _, ...others } = this.#texts;
    this.#texts = text.trim() === "" ? others : { ...others, [id]: text };
    try {
      this.#storage.setItem(this.#key, JSON.stringify(this.#texts));
    } catch (error) {
      // The storage is full. The draft stays in memory.
      this.#reportError(error, { operation: "drafts.set" });
    }
    for (const listener of this.#listeners) listener();
  }
}
