import { Button, Stack, Text, Title } from "@mantine/core";
import { IconMessageCircle } from "@tabler/icons-react";
import { useLocation } from "wouter";
import type { UserId } from "../../../contract/ids.ts";
import { nameOf, otherOf } from "../conversation/names.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { Avatar } from "./avatar.tsx";
import { usePerson } from "./use-people.ts";

/** The panel about a person, with a button that opens the direct conversation. */
export default function ProfilePanel({ id }: { id: UserId }) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts();
  const times = useTimes();
  const [, navigate] = useLocation();
  const person = usePerson(id);
  // Only direct conversations know who is online.
  const direct = useChatState(({ conversations }) =>
    [...conversations.values()].find((conversation) => otherOf(conversation, me.id)?.user.id === id),
  );
  const other = direct && otherOf(direct, me.id);
  const write = () =>
    void attempt(client.conversations.create([id]).then((conversation) => navigate(`/c/${conversation}`)));
  return (
    <PanelFrame title={texts.people.profile}>
      {person && (
        <Stack align="center" ta="center" gap="md">
          <Avatar id={id} name={nameOf(person)} pictureId={person.pictureId} size={96} />
          <div>
            <Title order={3} size="h4">
              <bdi>{nameOf(person)}</bdi>
            </Title>
            <Text c="dimmed">@{person.username}</Text>
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
          {id !== me.id && (
            <Button variant="light" leftSection={<IconMessageCircle size={18} />} onClick={write}>
              {texts.people.write}
            </Button>
          )}
        </Stack>
      )}
    </PanelFrame>
  );
}
