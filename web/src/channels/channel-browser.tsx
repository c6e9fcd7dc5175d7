import { Button, Skeleton, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { lazy, useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { kindOf } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import { Overlay } from "../errors/failures.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { ChannelHeader } from "./channel-header.tsx";
import { ChannelItem } from "./channel-item.tsx";
import classes from "./channels.module.css";

const CreateChannel = lazy(() => import("./create-channel.tsx"));

/** Finds channels by any part of their name or topic, to read, join and leave them. */
export function ChannelBrowser() {
  const { session } = useSession();
  const texts = useFeatureTexts().channels;
  // In the address, so that Back from a channel returns to the same list.
  const address = useSearch();
  const [, navigate] = useLocation();
  const params = new URLSearchParams(address);
  const search = params.get("q") ?? "";
  const isArchived = params.has("archived");
  const keep = (next: { q: string; isArchived: boolean }) => {
    const found = { ...(next.q !== "" && { q: next.q }), ...(next.isArchived && { archived: "" }) };
    navigate(`/channels?${new URLSearchParams(found)}`, { replace: true });
  };
  const [isCreating, setCreating] = useState(false);
  const [query] = useDebouncedValue(search.trim(), 200);
  const pages = useInfiniteQuery({
    queryKey: ["channels", query, isArchived],
    queryFn: ({ pageParam }) =>
      session.call("listChannels", {
        query: {
          archived: isArchived ? "true" : "false",
          ...(query && { query }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const { refetch } = pages;
  // The user's own channels show joins, departures and changes on all their devices.
  const joined = useChatState(({ conversations }) =>
    [...conversations.values()]
      .filter((conversation) => kindOf(conversation) === "channel")
      .map(({ id, version }) => `${id} ${version}`)
      .sort()
      .join(),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetches again when these change
  useEffect(() => {
    void refetch();
  }, [refetch, joined]);
  const channels = pages.data?.pages.flatMap(({ items }) => items);
  return (
    <section className={classes.view} aria-label={texts.title}>
      <ChannelHeader title={texts.title} back={{ href: "/", label: texts.back, isAlwaysShown: false }}>
        <Button leftSection={<IconPlus size={18} />} variant="light" onClick={() => setCreating(true)}>
          {texts.create}
        </Button>
      </ChannelHeader>
      <div className={classes.content}>
        <Stack className={classes.column}>
          <TextInput
            type="search"
            label={texts.search}
            description={texts.searchHint}
            value={search}
            maxLength={limits.searchQuery}
            onChange={(event) => keep({ q: event.currentTarget.value, isArchived })}
          />
          <Switch
            label={texts.archived}
            checked={isArchived}
            onChange={(event) => keep({ q: search, isArchived: event.currentTarget.checked })}
          />
          {pages.isPending && <Skeleton height={64} />}
          <QueryFailure query={pages} />
          {channels?.length === 0 && (
            <Text role="status" c="dimmed">
              {query === "" && !isArchived ? texts.noneYet : texts.none}
            </Text>
          )}
          {channels && channels.length > 0 && (
            <ul className={classes.items} aria-label={texts.title}>
              {channels.map((channel) => (
                <ChannelItem
                  key={channel.id}
                  channel={channel}
                  search={address}
                  onChange={() => void refetch()}
                />
              ))}
            </ul>
          )}
          <ShowMore
            loading={pages.isFetchingNextPage}
            hasMore={pages.hasNextPage}
            onMore={() => void pages.fetchNextPage()}
          />
        </Stack>
      </div>
      {isCreating && (
        <Overlay name="create channel" onClose={() => setCreating(false)}>
          <CreateChannel onClose={() => setCreating(false)} />
        </Overlay>
      )}
    </section>
  );
}
