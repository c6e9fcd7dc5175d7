import type { Message } from "../../../contract/messages.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Whether the user has saved a message, and a function that changes it. */
export function useSaved({ conversationId, id }: Pick<Message, "conversationId" | "id">) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const isSaved = useChatState((state) => state.savedIds.has(id));
  const toggle = () =>
    void attempt(client.saved.set({ conversationId, messageId: id }, { isSaved: !isSaved }));
  return { isSaved, toggle };
}
