import { ActionIcon, Button, Group, Menu, Stack, Text } from "@mantine/core";
import { IconDots, IconUserPlus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import type { Participant, ParticipantRole } from "../../../contract/participants.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Avatar } from "../people/avatar.tsx";
import { PeopleSelect } from "../people/people-select.tsx";
import { useInfiniteQuery } from "../queries/use-infinite-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { ShowMore } from "../show-more.tsx";

/** The members of a group, page by page, with the actions that the user's role allows. */
export function Members({ conversation }: { conversation: Conversation }) {
  const { client } = useChat();
  const { session } = useSession();
  const { attempt } = useNotice();
  const { common } = useTexts();
  const texts = useFeatureTexts().details;
  const [isAdding, setAdding] = useState(false);
  const [chosen, setChosen] = useState<User[]>([]);
  const { id, role, adminsOnly, archivedAt } = conversation;
  const mayAdd = (role !== "member" || !adminsOnly) && archivedAt === undefined;
  const pages = useInfiniteQuery({
    queryKey: ["participants", id],
    queryFn: ({ pageParam }) =>
      session.call("listParticipants", {
        params: { id },
        query: { limit: "100", ...(pageParam && { cursor: pageParam }) },
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
  });
  const { refetch } = pages;
  // Events update the conversation's first participants only, so any change of them fetches the list again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: fetches again when these change
  useEffect(() => {
    void refetch();
  }, [refetch, conversation.participants, conversation.participantCount]);
  const members = pages.data?.pages.flatMap(({ items }) => items) ?? conversation.participants;

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
      {members.map((member) => (
        <Member
          key={member.user.id}
          member={member}
          conversation={conversation}
          onChange={() => void refetch()}
        />
      ))}
      <ShowMore hasMore={pages.hasNextPage} onMore={() => void pages.fetchNextPage()} />
    </Stack>
  );
}

interface MemberProps {
  member: Participant;
  conversation: Conversation;
  onChange: () => void;
}

function Member({ member, conversation, onChange }: MemberProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { common } = useTexts();
  const texts = useFeatureTexts().details;
  const { user, role } = member;
  const isOwner = conversation.role === "owner";
  const mayRemove = isOwner || (conversation.role === "admin" && role === "member");
  const change = (task: Promise<void>) => void attempt(task).then(onChange);
  const give = (to: ParticipantRole) => () =>
    change(client.conversations.changeRole(conversation.id, { userId: user.id, role: to }));
  return (
    <Group gap="sm" wrap="nowrap" mih={44}>
      <Avatar id={user.id} name={nameOf(user)} pictureId={user.pictureId} size={32} />
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" truncate dir="auto">
          {nameOf(user)}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          <bdi>@{user.username}</bdi>
        </Text>
      </div>
      {role !== "member" && (
        <Text size="xs" c="dimmed">
          {texts[role]}
        </Text>
      )}
      {user.id !== me.id && (isOwner || mayRemove) && (
        <Menu withInitialFocusPlaceholder={false} position="bottom-end" width={220}>
          <Menu.Target>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={common.actionsFor({ name: nameOf(user) })}
            >
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {isOwner && <Menu.Item onClick={give("owner")}>{texts.makeOwner}</Menu.Item>}
            {isOwner && role !== "admin" && <Menu.Item onClick={give("admin")}>{texts.makeAdmin}</Menu.Item>}
            {isOwner && role !== "member" && (
              <Menu.Item onClick={give("member")}>{texts.makeMember}</Menu.Item>
            )}
            {mayRemove && (
              <Menu.Item
                c="var(--mantine-color-error)"
                onClick={() => change(client.conversations.removeParticipant(conversation.id, user.id))}
              >
                {texts.remove}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
    </Group>
  );
}
