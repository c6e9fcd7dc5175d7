import type { ConversationId, UserId } from "../../contract/ids.ts";
import type { DraftPlace } from "./draft-place.ts";
import type { Drafts } from "./drafts.ts";
import { partsOf } from "./place-parts.ts";
import { draftPlaces } from "./saved-drafts.ts";

/**
 * Returns what the user has written in a conversation and its threads and not sent: texts and edits.
 *
 * @param keys  of the storage that holds the drafts
 */
export function unsentTexts(
  { drafts, userId, keys }: { drafts: Drafts; userId: UserId; keys: readonly string[] },
  id: ConversationId,
): string[] {
  // A full storage has refused the draft of the conversation that is open. It has no key.
  return [...new Set<DraftPlace>([id, ...draftPlaces(keys, userId)])]
    .filter((place) => partsOf(place).conversationId === id)
    .map((place) => drafts.get(place))
    .flatMap(({ editing, text }) => [editing?.text ?? "", text])
    .filter((text) => text.trim() !== "");
}
