import { Group, Skeleton, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { keepPreviousData } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { UserGroups } from "../../../client/user-groups/user-groups.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { QueryFailure } from "../queries/query-failure.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import { Avatar } from "./avatar.tsx";
import { StatusMark } from "./status-mark.tsx";

export interface UserGroupPanelProps {
  handle: string;
  /** Returns the panel about a member. A parameter, because that panel shows groups. */
  profileOf: (id: UserId) => ReactElement;
}

/** The panel about a user group, with its members. */
export default function UserGroupPanel({ handle, profileOf }: UserGroupPanelProps) {
  const { session } = useSession();
  const panel = usePanel();
  const { group: texts } = useFeatureTexts().availability;
  // Changes when a known user joins or leaves the group.
  const known = useChatState(({ people }) =>
    [...people.values()].flatMap(({ id, groups }) => (groups?.includes(handle) ? id : [])).join(),
  );
  const group = useQuery({
    queryKey: ["user-group", handle, known],
    queryFn: () => new UserGroups(session).get(handle),
    placeholderData: keepPreviousData,
  });
  const { data } = group;
  return (
    <PanelFrame title={texts.title}>
      <Stack gap="md">
        <div>
          <Title order={3} size="h4">
            <bdi>{data?.name ?? `@${handle}`}</bdi>
          </Title>
          <Text c="dimmed">
            <bdi>@{handle}</bdi>
          </Text>
          {data?.description && <Text size="sm">{data.description}</Text>}
        </div>
        <QueryFailure query={group} />
        {group.isPending && <Skeleton height={56} />}
        {data && (
          <section aria-label={texts.members({ count: data.memberCount })}>
            <Title order={4} size="h5" mb="xs">
              {texts.members({ count: data.memberCount })}
            </Title>
            <Stack gap="xs">
              {data.members.map((member) => (
                <MemberButton
                  key={member.id}
                  member={member}
                  onClick={() => panel.open(profileOf(member.id), { name: "profile" })}
                />
              ))}
            </Stack>
          </section>
        )}
      </Stack>
    </PanelFrame>
  );
}

function MemberButton({ member, onClick }: { member: User; onClick: () => void }) {
  return (
    <UnstyledButton mih={44} onClick={onClick}>
      <Group gap="sm" wrap="nowrap">
        <Avatar id={member.id} name={nameOf(member)} pictureId={member.pictureId} size={28} />
        <Text size="sm" truncate>
          <bdi>{nameOf(member)}</bdi>
        </Text>
        <StatusMark user={member} />
      </Group>
    </UnstyledButton>
  );
}
