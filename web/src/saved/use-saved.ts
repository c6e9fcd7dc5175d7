import { keyOf } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

type SavedMessage = Pick<Message, "conversationId" | "id">;

/** Whether the user has saved a message. */
export const useIsSaved = (message: SavedMessage): boolean =>
  useChatState(({ savedKeys }) => savedKeys.has(keyOf(message)));

/** Whether the user has saved a message, and a function that changes it. */
export function useSaved(message: SavedMessage) {
  const { client } = useChat();
  const { attempt } = useNotice();
  const isSaved = useIsSaved(message);
  const { conversationId, id } = message;
  const toggle = () =>
    void attempt(client.saved.set({ conversationId, messageId: id }, { isSaved: !isSaved }));
  return { isSaved, toggle };
}
