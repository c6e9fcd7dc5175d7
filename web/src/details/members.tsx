import { Button, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import type { User } from "../../../contract/users.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PeopleSelect } from "../people/people-select.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { Member } from "./member.tsx";
import classes from "./members.module.css";
import { useByName } from "./use-by-name.ts";

/** A group with more members has a field that searches them. */
const manyMembers = 10;

/**
 * The members of a group, with the actions that the user's role allows. They are in the order of their names if one
 * page holds all of them, and otherwise in the order of their usernames, page by page.
 */
export function Members({ conversation }: { conversation: Conversation }) {
  const { client } = useChat();
  const { session } = useSession();
  const known = useChatState((state) => state.people);
  const { attempt } = useNotice();
  const { common } = useTexts();
  const { details: texts, directory } = useFeatureTexts();
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<User[]>([]);
  const [search, setSearch] = useState("");
  const [query] = useDebouncedValue(search.trim(), 200);
  const byName = useByName();
  const { id, role, adminsOnly, archivedAt, participants, participantCount } = conversation;
  const mayAdd = (role !== "member" || !adminsOnly) && archivedAt === undefined;
  const pages = useInfiniteQuery({
    queryKey: ["participants", id, query],
    queryFn: ({ pageParam }) =>
      session.call("listParticipants", {
        params: { id },
        query: {
          order: "username",
          limit: String(limits.page.max),
          ...(query && { query }),
          ...(pageParam && { cursor: pageParam }),
        },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const { refetch } = pages;
  // Events update the conversation's first participants only, so any change of them fetches the list again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetches again when these change
  useEffect(() => {
    void refetch();
  }, [refetch, participants, participantCount]);
  const [first, ...others] = pages.data?.pages ?? [];
  // Until the first page has arrived, a list without all members would grow under the pointer.
  const isLoading = pages.isPending && participantCount > participants.length;
  const listed = [...(first?.items ?? participants), ...others.flatMap(({ items }) => items)];
  const members = !first || first.nextCursor === null ? listed.sort(byName) : listed;

  const add = async () => {
    const isDone = await attempt(
      client.conversations.addParticipants(
        id,
        chosen.map((user) => user.id),
      ),
    );
    if (!isDone) return;
    setChosen([]);
    setAdding(false);
  };

  return (
    <Stack gap="xs">
      {mayAdd && !isAdding && (
        <Button variant="light" leftSection={<IconUserPlus size={18} />} onClick={() => setAdding(true)}>
          {texts.add}
        </Button>
      )}
      {isAdding && (
        <Stack gap="xs">
          <PeopleSelect
            chosen={chosen}
            onChange={setChosen}
            without={new Set(members.map(({ user }) => user.id))}
            known={known}
          />
          <Group>
            <Button disabled={chosen.length === 0} onClick={() => void add()}>
              {texts.addChosen}
            </Button>
            <Button variant="default" onClick={() => setAdding(false)}>
              {common.cancel}
            </Button>
          </Group>
        </Stack>
      )}
      {(participantCount > manyMembers || search !== "") && (
        <TextInput
          type="search"
          aria-label={directory.search}
          placeholder={directory.search}
          value={search}
          maxLength={limits.fullName.max}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <QueryFailure query={pages} />
      {isLoading ? (
        <Skeleton height={48 * Math.min(participantCount, manyMembers)} />
      ) : (
        <ul className={classes.members} aria-label={texts.members({ count: participantCount })} data-people>
          {members.map((member) => (
            <Member
              key={member.user.id}
              member={member}
              conversation={conversation}
              onChange={() => void refetch()}
            />
          ))}
        </ul>
      )}
      {!isLoading && members.length === 0 && (
        <Text role="status" c="dimmed">
          {directory.none}
        </Text>
      )}
      <ShowMore
        loading={pages.isFetchingNextPage}
        hasMore={pages.hasNextPage}
        onMore={() => void pages.fetchNextPage()}
      />
    </Stack>
  );
}
