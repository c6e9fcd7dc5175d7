import * as z from "zod/mini";
import { ConversationId, type UserId } from "../../contract/ids.ts";
import { parseJson } from "../json.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import type { TextStorage } from "../session/session-stores.ts";
import type { DraftPlace } from "./draft-place.ts";
import { placeIn } from "./place-parts.ts";

/** The last version of a draft at the server that this browser knows. */
export const SavedDraft = z.object({
  conversationId: ConversationId,
  text: z.string(),
  revision: z.int(),
  /** The text that a tab is saving at the moment, and since when. */
  saving: z.optional(z.object({ text: z.string(), since: z.number() })),
});
export type SavedDraft = z.infer<typeof SavedDraft>;

/** A storage that all tabs share, and that lists its keys. */
export interface ListedStorage extends TextStorage {
  keys: () => readonly string[];
}

const savedPrefix = `${personalPrefixes.drafts}saved.`;

/** The server's versions of a user's drafts. All tabs share them, in a storage beside the drafts themselves. */
export class SavedDrafts {
  readonly #storage: ListedStorage;
  readonly #userId: UserId;

  constructor(storage: ListedStorage, userId: UserId) {
    this.#storage = storage;
    this.#userId = userId;
  }

  get(place: DraftPlace): SavedDraft | undefined {
    return parseJson(SavedDraft, this.#storage.getItem(this.#keyOf(place)));
  }

  set(place: DraftPlace, draft: SavedDraft): void {
    if (draft.text === "" && !draft.saving) this.#storage.removeItem(this.#keyOf(place));
    else this.#storage.setItem(this.#keyOf(place), JSON.stringify(draft));
  }

  /** The places of drafts that this browser has written, and of those that the server had. */
  places(): { written: DraftPlace[]; saved: DraftPlace[] } {
    const keys = this.#storage.keys();
    return {
      written: placesIn(keys, personalPrefixes.drafts, this.#userId),
      saved: placesIn(keys, savedPrefix, this.#userId),
    };
  }

  #keyOf(place: DraftPlace): string {
    return `${savedPrefix}${place}.${this.#userId}`;
  }
}

/** Returns the places of a user's drafts in a storage with these keys. */
export const draftPlaces = (keys: readonly string[], userId: UserId): DraftPlace[] =>
  placesIn(keys, personalPrefixes.drafts, userId);

function placesIn(keys: readonly string[], prefix: string, userId: UserId): DraftPlace[] {
  const end = `.${userId}`;
  return keys
    .filter((key) => key.startsWith(prefix) && key.endsWith(end))
    .flatMap((key) => placeIn(key.slice(prefix.length, -end.length)) ?? []);
}
