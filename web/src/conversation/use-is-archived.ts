import type { ConversationId } from "../../../contract/ids.ts";
import { useChatState } from "../session/chat-context.tsx";

/** Whether a conversation is archived for all, and hence read-only. */
export const useIsArchived = (id: ConversationId): boolean =>
  useChatState((state) => state.conversations.get(id)?.archivedAt !== undefined);
