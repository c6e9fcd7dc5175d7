import { ConversationId, MessageId } from "../../contract/ids.ts";
import { type MessageKey, messageKey } from "../messages/message-key.ts";

/** The place of a draft: a conversation, or a thread. */
export type DraftPlace = ConversationId | MessageKey;

/** The conversation of a place and, for a thread, the thread's root. */
export interface PlaceParts {
  conversationId: ConversationId;
  rootId?: MessageId;
}

/** Returns the place of a thread or, without a root, of its conversation. */
export const draftPlace = (conversationId: ConversationId, rootId?: MessageId): DraftPlace =>
  rootId ? messageKey(conversationId, rootId) : conversationId;

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
