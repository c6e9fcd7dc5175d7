import { Group, Stack, Text, Title } from "@mantine/core";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import { nameOf } from "../conversation/names.ts";
import { useMessage } from "../conversation/use-message.ts";
import { ShownEmoji } from "../emoji/emoji-name.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { PanelFrame } from "../panel/panel-frame.tsx";
import { Avatar } from "../people/avatar.tsx";
import { usePeople } from "../people/use-people.ts";

export interface ReactionsPanelProps {
  conversationId: ConversationId;
  messageId: MessageId;
}

/** The panel with everyone who has reacted to a message. */
export default function ReactionsPanel({ conversationId, messageId }: ReactionsPanelProps) {
  const texts = useTexts();
  const reactions = useMessage(conversationId, messageId)?.reactions ?? [];
  const people = usePeople(reactions.flatMap(({ userIds }) => userIds));
  return (
    <PanelFrame title={texts.message.reactions}>
      <Stack gap="lg">
        {reactions.map(({ emoji, userIds }) => (
          <section key={emoji}>
            <Title order={3} size="h5" mb="xs">
              <ShownEmoji emoji={emoji} /> {userIds.length}
            </Title>
            <Stack gap="xs">
              {userIds.map((id) => {
                const person = people.get(id);
                const name = person ? nameOf(person) : texts.conversation.unknownUser;
                return (
                  <Group key={id} gap="sm" wrap="nowrap">
                    <Avatar id={id} name={name} pictureId={person?.pictureId} size={28} />
                    <Text size="sm" truncate>
                      <bdi>{name}</bdi>
                    </Text>
                  </Group>
                );
              })}
            </Stack>
          </section>
        ))}
      </Stack>
    </PanelFrame>
  );
}
