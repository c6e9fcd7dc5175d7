import { useEffect } from "react";
import { keyOf } from "../../../client/messages/message-key.ts";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";

/**
 * Lists the messages that the user has saved, the last saved one first. The list follows changes on all devices.
 *
 * @returns the loaded messages, how many the user has saved in all, and the query
 */
export function useSavedMessages() {
  const { client } = useChat();
  const keys = useChatState((state) => state.savedKeys);
  const query = useInfiniteQuery({
    queryKey: ["saved"],
    queryFn: ({ pageParam }) => client.saved.list(pageParam),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const { refetch } = query;
  // The user saves and removes messages here and on other devices.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list changes with the keys
  useEffect(() => void refetch(), [refetch, keys]);
  const messages = (query.data?.pages ?? [])
    .flatMap((page) => page.items)
    .flatMap(({ message }) => (keys.has(keyOf(message)) ? [message] : []));
  return { messages, count: keys.size, query };
}
