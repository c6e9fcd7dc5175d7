import type { ConversationId } from "../../../contract/ids.ts";
import { useChatState } from "../session/chat-context.tsx";

/** Whether the user may pin messages of a conversation, which the server decides by the same rules. */
export const useMayPin = (id: ConversationId): boolean =>
  useChatState((state) => {
    const conversation = state.conversations.get(id);
    if (!conversation || conversation.archivedAt) return false;
    const { kind, postingRule, adminsOnly, role } = conversation;
    const isRestricted = postingRule === "admins" || (kind === "channel" && adminsOnly);
    return !isRestricted || role === "owner" || role === "admin";
  });
