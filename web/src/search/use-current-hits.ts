import { useEffect } from "react";
import { messageOf } from "../../../client/chat-state.ts";
import type { SearchHit } from "../../../contract/search.ts";
import type { Texts } from "../i18n/page-texts.ts";
import { previewOf } from "../message/preview.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";

/** Returns the hits of a search as they are now. One that was deleted or edited since no longer has matching parts. */
export function useCurrentHits(hits: readonly SearchHit[], texts: Texts["message"]): SearchHit[] {
  const { client } = useChat();
  const listed = hits.map(({ message }) => message);
  const ids = listed.map(({ id }) => id).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: compares the messages by their ids
  useEffect(() => client.messages.take(listed), [client, ids]);
  const state = useChatState((now) => now);
  return hits.map((hit) => {
    const { id: messageId, conversationId, content } = hit.message;
    const message = messageOf(state, { conversationId, messageId });
    if (!message || (!message.deletedAt && message.content === content)) return hit;
    const text = message.deletedAt ? texts.deleted : previewOf(message, texts);
    return { message, excerpt: [{ text, isMatch: false }] };
  });
}
