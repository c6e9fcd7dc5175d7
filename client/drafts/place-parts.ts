import { ConversationId, MessageId } from "../../contract/ids.ts";
import { type DraftPlace, draftPlace } from "./draft-place.ts";

/** The conversation of a draft's place and, for a thread, the thread's root. */
export interface PlaceParts {
  conversationId: ConversationId;
  rootId?: MessageId;
}

export function partsOf(place: DraftPlace): PlaceParts {
  const [id, root] = place.split(" ");
  const conversationId = ConversationId.parse(id);
  return root === undefined ? { conversationId } : { conversationId, rootId: MessageId.parse(root) };
}

/** Returns the place that a text describes, if it describes one. */
export function placeIn(text: string): DraftPlace | undefined {
  const [id, root, ...others] = text.split(" ");
  const { data: conversationId } = ConversationId.safeParse(id);
  const { data: rootId } = MessageId.safeParse(root);
  if (!conversationId || (root !== undefined && !rootId) || others.length > 0) return undefined;
  return draftPlace(conversationId, rootId);
}
