import { keepPreviousData } from "@tanstack/react-query";
import { keyOf } from "../../../client/messages/message-key.ts";
import { parseSearch, timesOf } from "../../../contract/finding/operators.ts";
import type { Message } from "../../../contract/messages.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { startOf } from "../i18n/times.ts";
import { usePeople } from "../people/use-people.ts";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { type Filters, restrictionsOf } from "./search-filters.tsx";
import type { SearchResult } from "./search-option.tsx";
import { useCurrentHits } from "./use-current-hits.ts";
import { useKnownConversations } from "./use-known-conversations.ts";

/** A message among the results. */
export interface MessageResult extends SearchResult {
  message: Message;
}

export interface MessageRequest {
  query: string;
  filters: Filters;
  /** Opens a message that the user chooses. */
  onOpen: (message: Message) => void;
}

/** Finds messages by their text, the newest first, and shows them as they are now. */
export function useFoundMessages({ query, filters, onOpen }: MessageRequest) {
  const { me } = useChat();
  const { session } = useSession();
  const texts = useTexts();
  const times = useTimes();
  const conversations = useChatState((state) => state.conversations);
  const lostConversations = useChatState((state) => state.lostConversations);
  const { conversationId, isFromMe } = filters;
  const { operators } = parseSearch(query);
  // Days are those of the browser's time zone.
  const { after, before } = timesOf([...operators, ...restrictionsOf(filters)], startOf);
  const hits = useInfiniteQuery({
    queryKey: ["search", query, conversationId, isFromMe, after, before],
    queryFn: ({ pageParam }) =>
      session.call("search", {
        query: {
          query,
          limit: "20",
          ...(conversationId && { conversationId }),
          ...(isFromMe && { from: me.id }),
          ...(after && { after }),
          ...(before && { before }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
  const found = query === "" ? [] : (hits.data?.pages ?? []).flatMap(({ items }) => items);
  const shown = useCurrentHits(found, texts.message).filter(
    ({ message }) => !lostConversations.has(message.conversationId),
  );
  useKnownConversations(shown.map(({ message }) => message.conversationId));
  const senders = usePeople(shown.map(({ message }) => message.senderId));
  const results = shown.map(({ message, excerpt }): MessageResult => {
    const sender = senders.get(message.senderId);
    const conversation = conversations.get(message.conversationId);
    const name = sender ? nameOf(sender) : texts.conversation.unknownUser;
    return {
      key: keyOf(message),
      message,
      open: () => onOpen(message),
      avatar: { id: message.senderId, name, pictureId: sender?.pictureId },
      title: name,
      hint: times.shortTime(message.createdAt),
      place: conversation && titleOf(conversation, me.id, texts),
      excerpt,
    };
  });
  return {
    hits,
    results,
    /** The operators that name nothing. The server has searched for their text. */
    searchedAsText: (operators.length > 0 && hits.data?.pages[0]?.searchedAsText) || [],
  };
}
