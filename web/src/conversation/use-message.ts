import { useEffect } from "react";
import { messageOf } from "../../../client/chat-state.ts";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";

/**
 * Returns a message as it is now, and fetches it if it is not loaded.
 * @returns undefined while it is loading, and null if it does not exist
 */
export function useMessage(
  conversationId: ConversationId,
  messageId: MessageId | undefined,
): Message | null | undefined {
  const { client } = useChat();
  const { background } = useErrors();
  const message = useChatState((state) =>
    messageId === undefined ? null : messageOf(state, { conversationId, messageId }),
  );
  // Tries again when the connection returns.
  const status = useChatState((state) => state.status);
  const isMissing = message === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: tries again after each change of the status
  useEffect(() => {
    if (isMissing && messageId) background(client.messages.load({ conversationId, messageId }), "message");
  }, [client, background, conversationId, messageId, isMissing, status]);
  return message;
}

/**
 * Returns a message that a list contains, as it is now: the client takes it, so that changes reach it.
 *
 * @example
 * const message = useCurrentMessage(saved.message);
 */
export function useCurrentMessage(listed: Message): Message {
  const { client } = useChat();
  // Before `useMessage` looks for it.
  useEffect(() => client.messages.take([listed]), [client, listed]);
  const known = useMessage(listed.conversationId, listed.id);
  return known && (known.revision ?? 0) >= (listed.revision ?? 0) ? known : listed;
}
