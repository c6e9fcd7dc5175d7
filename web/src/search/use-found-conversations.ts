import { keepPreviousData } from "@tanstack/react-query";
import { currentConversations } from "../../../client/conversations/current-conversations.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";

export interface FoundConversations {
  found: readonly Conversation[];
  isFetching: boolean;
  isError: boolean;
}

/** Returns the conversations that the server finds by a text, as they are now. Asks only for a text. */
export function useFoundConversations({
  query,
  limit,
  isWanted,
}: {
  query: string;
  limit: number;
  isWanted: boolean;
}): FoundConversations {
  const { session } = useSession();
  const { data, isFetching, isError } = useQuery({
    queryKey: ["conversations", query, limit],
    queryFn: () => session.call("listConversations", { query: { query, limit: String(limit) } }),
    enabled: isWanted && query !== "",
    placeholderData: keepPreviousData,
  });
  const conversations = useChatState((state) => state.conversations);
  const lostConversations = useChatState((state) => state.lostConversations);
  const found = currentConversations({ conversations, lostConversations }, data?.items ?? []);
  return { found, isFetching, isError };
}
