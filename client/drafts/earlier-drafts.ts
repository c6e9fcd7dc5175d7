import * as z from "zod/mini";
import { ConversationId, MessageId, type UserId } from "../../contract/ids.ts";
import { parseJson } from "../json.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";
import { personalPrefixes } from "../personal-prefixes.ts";
import type { DraftPlace } from "./draft-place.ts";
import { Draft, type Drafts, draftKey } from "./drafts.ts";
import { mergedText } from "./merged-text.ts";
import { type ListedStorage, type SavedDraft, SavedDrafts } from "./saved-drafts.ts";

const StoredTogether = z.record(ConversationId, z.string());
const StoredByRoot = z.extend(Draft, { conversationId: ConversationId });

export interface EarlierDrafts {
  drafts: Drafts;
  storage: ListedStorage;
  userId: UserId;
  /** Stores the server's version of a draft. */
  store: (place: DraftPlace, known: SavedDraft) => void;
}

/** Gives the drafts that earlier releases stored the keys of this release. */
export function moveEarlierDrafts(options: EarlierDrafts): void {
  separate(options);
  moveThreads(options);
}

/** The first releases kept all drafts of a user in one map. */
function separate({ drafts, storage, userId }: EarlierDrafts): void {
  const key = personalPrefixes.drafts + userId;
  const together = parseJson(StoredTogether, storage.getItem(key)) ?? {};
  storage.removeItem(key);
  for (const [id, text] of Object.entries(together)) {
    const place = ConversationId.parse(id);
    drafts.change(place, { text: mergedText(drafts.get(place).text, text) });
  }
}

/** Later releases stored the drafts of threads by the ids of their roots, as if each root were a conversation. */
function moveThreads({ drafts, storage, userId, store }: EarlierDrafts): void {
  const saved = new SavedDrafts(storage, userId);
  const places = saved.places();
  for (const root of places.written) {
    const key = draftKey(root, userId);
    const stored = parseJson(StoredByRoot, storage.getItem(key));
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
