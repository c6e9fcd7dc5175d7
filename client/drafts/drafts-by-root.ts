import * as z from "zod/mini";
import { ConversationId, MessageId, type UserId } from "../../contract/ids.ts";
import { parseJson } from "../json.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import type { DraftPlace } from "./draft-place.ts";
import { Draft, type Drafts } from "./drafts.ts";
import { mergedText } from "./merged-text.ts";
import { type ListedStorage, type SavedDraft, SavedDrafts } from "./saved-drafts.ts";

const StoredDraft = z.extend(Draft, { conversationId: ConversationId });

export interface DraftsByRoot {
  drafts: Drafts;
  storage: ListedStorage;
  userId: UserId;
  /** Stores the server's version of a draft. */
  store: (place: DraftPlace, known: SavedDraft) => void;
}

/**
 * Moves the drafts of threads to the keys of this release. The release 0.1 stored them by the ids of their roots, as if
 * each root were a conversation.
 */
export function moveDraftsByRoot({ drafts, storage, userId, store }: DraftsByRoot): void {
  const saved = new SavedDrafts(storage, userId);
  const places = saved.places();
  for (const root of places.written) {
    const key = `${personalPrefixes.drafts}${root}.${userId}`;
    const stored = parseJson(StoredDraft, storage.getItem(key));
    const place = stored && newPlace(root, stored.conversationId);
    if (!place) continue;
    const { conversationId: _, ...draft } = stored;
    storage.removeItem(key);
    drafts.change(place, { ...draft, text: mergedText(drafts.get(place).text, draft.text) });
  }
  for (const root of places.saved) {
    const known = saved.get(root);
    const place = known && newPlace(root, known.conversationId);
    if (!place) continue;
    saved.set(root, { ...known, text: "", saving: undefined });
    store(place, known);
  }
}

/** Returns the new place of a thread's draft. All other drafts keep theirs. */
function newPlace(root: DraftPlace, conversationId: ConversationId): MessageKey | undefined {
  const { data: rootId } = MessageId.safeParse(root);
  return rootId && root !== conversationId ? messageKey(conversationId, rootId) : undefined;
}
