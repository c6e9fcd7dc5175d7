import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { sortedConversations } from "../../../client/conversations/sorted-conversations.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import { parseSearch } from "../../../contract/finding/operators.ts";
import { limits } from "../../../contract/limits.ts";
import { searchForm } from "../../../contract/normal-forms.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf, otherOf, titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fromOverlay } from "../overlays/from-overlay.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import type { Filters } from "./search-filters.tsx";
import type { SearchResult } from "./search-option.tsx";
import { useFoundConversations } from "./use-found-conversations.ts";
import { useFoundMessages } from "./use-found-messages.ts";
import { useOpenMessage } from "./use-open-message.ts";
import { useOpenResults } from "./use-open-results.tsx";
import type { OperatorSuggestions } from "./use-operator-suggestions.ts";

/** The maximum number of conversations, of people, and of messages in the results. */
const shown = 6;

export interface SearchRequest {
  text: string;
  suggestions: OperatorSuggestions;
  filters: Filters;
  /** Called when the user opens a result. */
  onClose: () => void;
}

/**
 * Returns the results for a text in sections: values for the operator that the user types, conversations, channels to
 * join, people, operators and messages. The conversations that the page has loaded come first. A text with operators
 * finds only messages. Sends a request once the text has not changed for 200 ms.
 */
export function useSearchResults({ text, suggestions, filters, onClose }: SearchRequest) {
  const { client, me } = useChat();
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useTexts();
  const [, navigate] = useLocation();
  const conversations = useChatState((state) => state.conversations);
  const { search: searchTexts, channels: channelTexts, start } = useFeatureTexts();
  const [query] = useDebouncedValue(text.trim(), 200);
  const { operators } = parseSearch(query);
  const isForMessages = operators.length > 0 || suggestions.values.length > 0;
  const openResults = useOpenResults();
  const openMessage = useOpenMessage();
  const people = useQuery({
    queryKey: ["people", query],
    queryFn: () => session.call("findUsers", { query: { query, limit: String(shown) } }),
    enabled: query !== "" && !isForMessages,
    placeholderData: keepPreviousData,
  });
  const named = useFoundConversations({ query, limit: shown, isWanted: !isForMessages });
  const channels = useQuery({
    queryKey: ["channels to join", query],
    queryFn: () => session.call("listChannels", { query: { query, limit: String(limits.page.max) } }),
    enabled: query !== "" && !isForMessages,
    placeholderData: keepPreviousData,
  });
  const goTo = (address: string) => {
    onClose();
    navigate(address, fromOverlay());
  };
  const openConversation =
    ({ id }: Conversation) =>
    () =>
      goTo(`/c/${id}`);
  const openPerson = (user: User) => async () => {
    // The dialog stays until then: closing it goes back in the history, which may undo a navigation right after it.
    if (!(await attempt(client.conversations.create([user.id]).then((id) => goTo(`/c/${id}`))))) onClose();
  };
  const { active, archived } = sortedConversations(conversations);
  const letters = searchForm(text.trim());
  const isNamed = (conversation: Conversation) =>
    searchForm(titleOf(conversation, me.id, texts)).includes(letters) ||
    conversation.participants.some(({ user }) => user.username.includes(letters));
  const conversationResult = (conversation: Conversation): SearchResult => ({
    key: conversation.id,
    open: openConversation(conversation),
    avatar: {
      id: otherOf(conversation, me.id)?.user.id ?? conversation.id,
      name: titleOf(conversation, me.id, texts),
      pictureId: otherOf(conversation, me.id)?.user.pictureId ?? conversation.pictureId,
    },
    group: conversation.isGroupChat ? conversation : undefined,
    title: titleOf(conversation, me.id, texts),
    hint: conversation.isGroupChat ? texts.conversation.people({ count: conversation.participantCount }) : "",
  });
  const known = [...active, ...archived].filter(isNamed).slice(0, shown).map(conversationResult);
  const isListed = new Set(known.map(({ key }) => key));
  const others = (letters === "" ? [] : named.found)
    .filter(({ id }) => !isListed.has(id))
    .map(conversationResult);
  const toJoin: SearchResult[] = (letters === "" ? [] : (channels.data?.items ?? []))
    .filter(({ id, isJoined }) => !isJoined && !conversations.has(id))
    .slice(0, shown)
    .map((channel) => ({
      key: channel.id,
      open: () => goTo(`/channels/${channel.id}`),
      avatar: { id: channel.id, name: channel.name, pictureId: channel.pictureId },
      group: { kind: "channel", isGroupChat: true, name: channel.name },
      title: channel.name,
      hint: texts.conversation.people({ count: channel.participantCount }),
    }));
  const found: SearchResult[] = (letters === "" ? [] : (people.data?.items ?? []))
    .filter((user) => user.id !== me.id)
    .map((user) => ({
      key: user.id,
      open: () => void openPerson(user)(),
      avatar: { id: user.id, name: nameOf(user), pictureId: user.pictureId },
      title: nameOf(user),
      hint: `@${user.username}`,
    }));
  const messages = useFoundMessages({
    query,
    filters,
    onOpen: (message) => {
      onClose();
      openMessage(message, { text, filters });
    },
  });
  const allMessages: SearchResult = {
    key: "all messages",
    open: () => {
      onClose();
      openResults({ text, filters });
    },
    isSearch: true,
    title: searchTexts.allMessages({ text: text.trim() }),
  };
  const { hits, searchedAsText } = messages;
  const isSearching =
    suggestions.isLoading ||
    query !== text.trim() ||
    hits.isFetching ||
    people.isFetching ||
    named.isFetching ||
    channels.isFetching;
  const sections = [
    { name: searchTexts.values, items: suggestions.values },
    { name: texts.list.conversations, items: isForMessages ? [] : [...known, ...others].slice(0, shown) },
    { name: channelTexts.toJoin, items: isForMessages ? [] : toJoin },
    { name: start.people, items: isForMessages ? [] : found },
    { name: searchTexts.operators, items: suggestions.names },
    { name: texts.conversation.messages, items: messages.results.slice(0, shown) },
    {
      name: searchTexts.allResults,
      // Until all results have arrived, Enter would take this row for one of them.
      items: isSearching || messages.results.length === 0 ? [] : [allMessages],
    },
  ].filter(({ items }) => items.length > 0);
  return {
    sections,
    searchedAsText,
    isSearching,
    isKnown: (result: SearchResult) =>
      [known, suggestions.values, suggestions.names].some((some) => some.includes(result)),
    hasFailed: hits.isError || people.isError || named.isError || channels.isError,
  };
}
