import { Button, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { limits } from "../../../contract/limits.ts";
import type { User } from "../../../contract/users.ts";
import { isAdministrator } from "../../../contract/workspace-roles.ts";
import { ChannelHeader } from "../channels/channel-header.tsx";
import classes from "../channels/channels.module.css";
import { nameOf } from "../conversation/names.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";
import { Avatar } from "./avatar.tsx";
import ownClasses from "./directory.module.css";
import ProfilePanel from "./profile-panel.tsx";
import { StatusMark } from "./status-mark.tsx";

/** All people of the workspace. Any part of a name finds them, and each leads to a profile. */
export default function Directory() {
  const { session } = useSession();
  const { me } = useChat();
  const texts = useFeatureTexts();
  const [search, setSearch] = useState("");
  const [query] = useDebouncedValue(search.trim(), 200);
  const pages = useInfiniteQuery({
    queryKey: ["directory", query],
    queryFn: ({ pageParam }) =>
      session.call("findUsers", {
        query: { ...(query && { query }), ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
  });
  const people = pages.data?.pages.flatMap(({ items }) => items);
  return (
    <section className={classes.view} aria-label={texts.directory.title}>
      <ChannelHeader
        title={texts.directory.title}
        back={{ href: "/", label: texts.channels.back, isAlwaysShown: false }}
      >
        {isAdministrator(me.workspaceRole) && (
          <Button component={Link} href="/admin#invitations" variant="light" size="xs">
            {texts.start.invite}
          </Button>
        )}
      </ChannelHeader>
      <div className={classes.content}>
        <Stack className={classes.column}>
          <TextInput
            type="search"
            label={texts.directory.search}
            description={texts.directory.hint}
            value={search}
            maxLength={limits.fullName.max}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          {pages.isPending && <Skeleton height={64} />}
          <QueryFailure query={pages} />
          {people?.length === 0 && (
            <Text role="status" c="dimmed">
              {texts.directory.none}
            </Text>
          )}
          {people && people.length > 0 && (
            <ul className={classes.items} aria-label={texts.directory.title} data-people>
              {people.map((person) => (
                <Person key={person.id} person={person} />
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
    </section>
  );
}

function Person({ person }: { person: User }) {
  const { availability } = useFeatureTexts();
  const panel = usePanel();
  const handles = person.groups?.map((handle) => `@${handle}`).join(" ");
  return (
    <li>
      <button
        type="button"
        className={ownClasses.person}
        title={availability.profile}
        onClick={() => panel.open(<ProfilePanel id={person.id} />, { name: "profile" })}
      >
        <Avatar id={person.id} name={nameOf(person)} pictureId={person.pictureId} size={38} />
        <span className={ownClasses.names}>
          <span>
            <bdi>{nameOf(person)}</bdi> <StatusMark user={person} />
          </span>
          <Text component="span" size="sm" c="dimmed" truncate>
            <bdi>@{person.username}</bdi>
            {handles !== undefined && (
              <>
                {" · "}
                <bdi>{handles}</bdi>
              </>
            )}
          </Text>
        </span>
      </button>
    </li>
  );
}
