import { Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import type { Account } from "../../../contract/accounts.ts";
import { limits } from "../../../contract/limits.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { MemberRow } from "./member-row.tsx";

/** The people of the workspace, page by page, with a search. */
export function People({ me }: { me: Account }) {
  const { session } = useSession();
  const texts = useFeatureTexts().admin.people;
  const [search, setSearch] = useState("");
  const [query] = useDebouncedValue(search.trim(), 200);
  const pages = useInfiniteQuery({
    queryKey: ["members", query],
    queryFn: ({ pageParam }) =>
      session.call("listMembers", {
        query: { limit: "50", ...(query && { query }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const members = pages.data?.pages.flatMap(({ items }) => items);
  return (
    <Stack gap="sm">
      <TextInput
        type="search"
        label={texts.search}
        description={texts.searchHint}
        value={search}
        maxLength={limits.email.max}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {pages.isPending && <Skeleton height={56} />}
      <QueryFailure query={pages} />
      {members?.length === 0 && <Text role="status">{texts.none}</Text>}
      {members && members.length > 0 && (
        <Stack component="ul" aria-label={texts.title} gap={0} m={0} p={0} style={{ listStyle: "none" }}>
          {members.map((member) => (
            <MemberRow key={member.id} member={member} me={me} onChange={() => void pages.refetch()} />
          ))}
        </Stack>
      )}
      <ShowMore
        loading={pages.isFetchingNextPage}
        hasMore={pages.hasNextPage}
        onMore={() => void pages.fetchNextPage()}
      />
    </Stack>
  );
}
