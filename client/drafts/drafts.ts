import * as z from "zod/mini";
import { MessageId, type UserId } from "../../contract/ids.ts";
import { logError, type ReportError } from "../errors.ts";
import { parseJson } from "../json.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import type { TextStorage } from "../session/session-stores.ts";
import type { DraftPlace } from "./draft-place.ts";

/** The text that a user has written in a conversation or a thread and not sent. */
export const Draft = z.object({
  text: z.string(),
  /** The message that the text replies to. */
  replyTo: z.optional(MessageId),
  /** The message that the user is editing, and its new text. The draft of a new message waits meanwhile. */
  editing: z.optional(z.object({ messageId: MessageId, text: z.string() })),
});
export type Draft = z.infer<typeof Draft>;

const emptyDraft: Draft = { text: "" };
const isEmpty = ({ text, replyTo, editing }: Draft) => text.trim() === "" && !replyTo && !editing;

/** The key of a draft in the storage. The user's id at the end marks the owner: see `deletePersonalData`. */
export const draftKey = (place: DraftPlace, userId: UserId): string =>
  `${personalPrefixes.drafts}${place}.${userId}`;

/**
 * A user's drafts, one per conversation and thread. They survive a reload, and all tabs share them: each draft has its
 * own key in the storage, and is read where it is used, so that no tab holds an old copy.
 */
export class Drafts {
  readonly #storage: TextStorage;
  readonly #userId: UserId;
  readonly #reportError: ReportError;
  readonly #listeners = new Set<() => void>();
  /** The last parsed draft of each place, so that an unchanged draft is the same object. */
  readonly #parsed = new Map<DraftPlace, { stored: string; draft: Draft }>();
  /** Drafts for which the storage has no room. */
  readonly #unstored = new Map<DraftPlace, Draft>();

  constructor(storage: TextStorage, userId: UserId, reportError: ReportError = logError) {
    this.#storage = storage;
    this.#userId = userId;
    this.#reportError = reportError;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Notifies listeners of a change in another tab. @param key  the changed key, or null if all may have changed */
  follow(key: string | null): void {
    if (key === null || key.startsWith(personalPrefixes.drafts)) this.#notify();
  }

  get(place: DraftPlace): Draft {
    const unstored = this.#unstored.get(place);
    if (unstored) return unstored;
    const stored = this.#storage.getItem(this.#keyOf(place));
    if (stored === null) return emptyDraft;
    const known = this.#parsed.get(place);
    if (known?.stored === stored) return known.draft;
    const draft = parseJson(Draft, stored) ?? emptyDraft;
    this.#parsed.set(place, { stored, draft });
    return draft;
  }

  /** Changes parts of a draft. An empty one is removed. */
  change(place: DraftPlace, change: Partial<Draft>): void {
    const draft = { ...this.get(place), ...change };
    try {
      if (isEmpty(draft)) this.#storage.removeItem(this.#keyOf(place));
      else this.#storage.setItem(this.#keyOf(place), JSON.stringify(draft));
      this.#unstored.delete(place);
    } catch (error) {
      // The storage is full. The draft stays in memory.
      this.#unstored.set(place, draft);
      this.#reportError(error, { operation: "drafts.change" });
    }
    this.#notify();
  }

  /** Brings back a text that would otherwise be lost. A text that the user has written meanwhile stays in front of it. */
  restore(place: DraftPlace, { text, ...target }: Omit<Draft, "editing">): void {
    const written = this.get(place);
    const parts = [written.text, text].filter((part) => part.trim() !== "");
    this.change(place, { ...(written.text.trim() === "" && target), text: parts.join("\n") });
  }

  #keyOf(place: DraftPlace): string {
    return draftKey(place, this.#userId);
  }

  #notify(): void {
    for (const listener of this.#listeners) listener();
  }
}
