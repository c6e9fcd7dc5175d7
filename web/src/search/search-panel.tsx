import { Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useLocation } from "wouter";
import { parseSearch } from "../../../contract/finding/operators.ts";
import { ConversationId } from "../../../contract/ids.ts";
import { useIsTouch } from "../composer/use-is-touch.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { IconButton } from "../icon-button.tsx";
import { usePanel } from "../panel/panel-context.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { useIsDocked } from "../panel/panel-place.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { ShowMore } from "../show-more.tsx";
import { addressOf } from "./address-of.ts";
import { SearchBox } from "./search-box.tsx";
import type { Search } from "./search-entry.ts";
import { useFoundMessages } from "./use-found-messages.ts";
import { type KeptSearch, useKeptSearch } from "./use-kept-search.ts";
import { useSearchText } from "./use-search-text.ts";
import { useShowMessage } from "./use-show-message.ts";

/** The panel with the messages that a search finds. It stays while the user opens one after the other. */
export default function SearchPanel({ kept }: { kept: KeptSearch }) {
  const { search: texts, start } = useFeatureTexts();
  const { messages } = useTexts().conversation;
  const [location] = useLocation();
  const openId = ConversationId.safeParse(/^\/c\/([^/]+)/.exec(location)?.[1]).data;
  const isDocked = useIsDocked();
  const { close } = usePanel();
  const [filters, setFilters] = useState(kept.search.filters);
  const [current, setCurrent] = useState(kept.search.current);
  /** The position that opens once its result has loaded. */
  const [awaited, setAwaited] = useState<number>();
  const search = useSearchText(openId, kept.search.text);
  const { text, suggestions } = search;
  const [query] = useDebouncedValue(text.trim(), 200);
  const showMessage = useShowMessage({ text, filters });
  const { hits, results, searchedAsText } = useFoundMessages({
    query,
    filters,
    onOpen: (message) => {
      setCurrent(showMessage(message));
      // The key keeps its place for the next step.
      if (isDocked) search.focus();
    },
  });
  useInitialFocus(search.focus, kept.search);
  useKeptSearch(kept, { text, filters, current });

  const here = results.find(({ message }) => addressOf(message) === location)?.key;
  useEffect(() => {
    if (here !== undefined) setCurrent(here);
  }, [here]);

  const { hasNextPage: hasMore, fetchNextPage } = hits;
  const at = results.findIndex(({ key }) => key === current);
  const open = (index: number) => {
    results[index]?.open();
    if (index < results.length || !hasMore) return;
    setAwaited(index);
    void fetchNextPage();
  };
  const next = awaited === undefined ? undefined : results[awaited];
  useEffect(() => {
    if (!next) return;
    setAwaited(undefined);
    next.open();
  }, [next]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another search has other results
  useEffect(() => setAwaited(undefined), [query, filters]);

  const isSearching =
    suggestions.isLoading || query !== text.trim() || hits.isPlaceholderData || hits.isLoading;
  const count = results.length;
  const status = () => {
    if (query === "" || hits.isError) return "";
    if (isSearching) return start.searching;
    if (count === 0) return texts.nothing;
    if (at === -1) return hasMore ? texts.foundMore({ count }) : texts.found({ count });
    const position = at + 1;
    return hasMore ? texts.positionOfMore({ position, count }) : texts.position({ position, count });
  };
  return (
    <PanelFrame title={texts.messages}>
      <SearchBox
        search={search}
        label={texts.messages}
        placeholder={texts.messages}
        filters={filters}
        onFilters={setFilters}
        openId={openId}
        sections={[
          { name: texts.values, items: suggestions.values },
          { name: texts.operators, items: suggestions.names },
          { name: messages, items: results },
        ].filter(({ items }) => items.length > 0)}
        searchedAsText={searchedAsText}
        isSearching={isSearching}
        isKnown={(result) => [suggestions.values, suggestions.names].some((some) => some.includes(result))}
        currentKey={current}
        onEscape={close}
        {...(isDocked && { onStep: (by) => open(at + by) })}
      >
        <Group gap={4} mt="xs" mih={36} wrap="nowrap">
          <Text size="sm" c="dimmed" role="status" flex={1}>
            {status()}
          </Text>
          {isDocked && count > 0 && (
            <>
              <IconButton size={36} label={texts.previous} disabled={at < 1} onClick={() => open(at - 1)}>
                <IconChevronUp size={20} />
              </IconButton>
              <IconButton
                size={36}
                label={texts.next}
                disabled={at === count - 1 && !hasMore}
                onClick={() => open(at + 1)}
              >
                <IconChevronDown size={20} />
              </IconButton>
            </>
          )}
        </Group>
        <QueryFailure query={hits} />
      </SearchBox>
      <ShowMore fullWidth mt="md" hasMore={hasMore} onMore={() => void fetchNextPage()} />
    </PanelFrame>
  );
}

/**
 * Moves the focus to the field when the panel opens. On a touch screen, this would show the keyboard, which would cover
 * the results.
 */
function useInitialFocus(focus: () => void, { text, current }: Search): void {
  const isTouch = useIsTouch();
  const hasResults = current !== undefined || parseSearch(text).words.trim() !== "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the panel opens
  useEffect(() => {
    if (!isTouch || !hasResults) focus();
  }, []);
}
