import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** The conversations that the user is leaving on this page. */
const leftHere = new Set<ConversationId>();

/** Returns whether the user has left a lost conversation on this page, and forgets it. */
export const takeLeftHere = (id: ConversationId): boolean => leftHere.delete(id);

/**
 * Returns a function that leaves a conversation. `explainLeft` shows the result once the conversation is gone, which may
 * be before or after the server's answer.
 */
export function useLeave(id: ConversationId): () => Promise<void> {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  return async () => {
    leftHere.add(id);
    if (!(await attempt(client.conversations.removeParticipant(id, me.id)))) leftHere.delete(id);
  };
}
