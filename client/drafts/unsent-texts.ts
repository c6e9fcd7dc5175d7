import type { ConversationId, UserId } from "../../contract/ids.ts";
import type { DraftPlace } from "./draft-place.ts";
import type { Drafts } from "./drafts.ts";
import { partsOf } from "./place-parts.ts";
import { draftPlaces } from "./saved-drafts.ts";

/**
 * Returns the texts and edits that the user has written in a conversation and its threads, but not sent.
 *
 * @param keys  of the storage that holds the drafts
 */
export function unsentTexts(
  { drafts, userId, keys }: { drafts: Drafts; userId: UserId; keys: readonly string[] },
  id: ConversationId,
): string[] {
  // The draft of the open conversation has no key if the storage was too full to keep it.
  return [...new Set<DraftPlace>([id, ...draftPlaces(keys, userId)])]
    .filter((place) => partsOf(place).conversationId === id)
    .map((place) => drafts.get(place))
    .flatMap(({ editing, text }) => [editing?.text ?? "", text])
    .filter((text) => text.trim() !== "");
}
