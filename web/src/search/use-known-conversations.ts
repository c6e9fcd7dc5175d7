import { useEffect } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat } from "../session/chat-context.tsx";

/** Fetches the conversations that the page has not loaded yet, so that results can name them. */
export function useKnownConversations(ids: readonly ConversationId[]): void {
  const { client } = useChat();
  const { background } = useErrors();
  const wanted = [...new Set(ids)].join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: compares the ids by value
  useEffect(() => {
    for (const id of new Set(ids)) background(client.conversations.ensure(id), "conversation of a result");
  }, [client, background, wanted]);
}
