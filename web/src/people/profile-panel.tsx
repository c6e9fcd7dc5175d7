import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { lazy } from "react";
import { useLocation } from "wouter";
import { isQuiet, statusAt } from "../../../contract/availability.ts";
import type { UserId } from "../../../contract/ids.ts";
import { handleOf, nameOf, otherOf } from "../conversation/names.ts";
import { useMinute } from "../i18n/clock.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { Avatar } from "./avatar.tsx";
import { usePerson } from "./use-people.ts";

const UserGroupPanel = lazy(() => import("./user-group-panel.tsx"));

const profileOf = (id: UserId) => <ProfilePanel id={id} />;

/** The panel about a person, with a button that opens the direct conversation. */
export default function ProfilePanel({ id }: { id: UserId }) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts();
  const times = useTimes();
  const [, navigate] = useLocation();
  const ownTexts = useFeatureTexts().availability;
  const panel = usePanel();
  useMinute();
  const now = new Date();
  const person = usePerson(id);
  const handle = person && handleOf(person);
  const status = person && statusAt(person, now);
  // Only direct conversations know who is online.
  const direct = useChatState(({ conversations }) =>
    [...conversations.values()].find((conversation) => otherOf(conversation, me.id)?.user.id === id),
  );
  const other = direct && otherOf(direct, me.id);
  const write = () =>
    void attempt(client.conversations.create([id]).then((conversation) => navigate(`/c/${conversation}`)));
  return (
    <PanelFrame title={ownTexts.profile}>
      {person && (
        <Stack align="center" ta="center" gap="md">
          <Avatar id={id} name={nameOf(person)} pictureId={person.pictureId} size={96} />
          <div>
            <Title order={3} size="h4">
              <bdi>{nameOf(person)}</bdi>
            </Title>
            {handle && (
              <Text c="dimmed">
                <bdi>{handle}</bdi>
              </Text>
            )}
            {status && (
              <Text
                size="sm"
                title={status.expiresAt && ownTexts.status.until({ time: times.fullTime(status.expiresAt) })}
              >
                <span aria-hidden={status.text !== undefined}>{status.emoji}</span> <bdi>{status.text}</bdi>
              </Text>
            )}
            {isQuiet(person, now) && (
              <Text size="sm" c="dimmed">
                {texts.people.isQuiet}
                {person.pausedUntil &&
                  `, ${ownTexts.status.until({ time: times.shortTime(person.pausedUntil) })}`}
              </Text>
            )}
            {other && (
              <Text size="sm" c="dimmed">
                {other.online
                  ? texts.conversation.online
                  : other.lastSeenAt
                    ? texts.conversation.lastSeen({ when: times.ago(other.lastSeenAt) })
                    : texts.conversation.offline}
              </Text>
            )}
          </div>
          {person.groups && (
            <Group gap="xs" justify="center" role="group" aria-label={ownTexts.group.groups}>
              {person.groups.map((handle) => (
                <Button
                  key={handle}
                  size="compact-md"
                  variant="default"
                  onClick={() =>
                    panel.open(<UserGroupPanel handle={handle} profileOf={profileOf} />, {
                      name: "user group",
                    })
                  }
                >
                  <bdi>@{handle}</bdi>
                </Button>
              ))}
            </Group>
          )}
          {id !== me.id && handle && (
            <Button variant="light" leftSection={<IconMessageCircle size={18} />} onClick={write}>
              {ownTexts.write}
            </Button>
          )}
        </Stack>
      )}
    </PanelFrame>
  );
}
