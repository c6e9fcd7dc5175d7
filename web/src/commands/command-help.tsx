import { Code, Group, Stack, Text } from "@mantine/core";
import type { Conversation } from "../../../contract/conversations.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { commandsFor } from "./commands.ts";

export interface CommandHelpProps {
  conversation: Conversation | undefined;
  onClose: () => void;
}

/** The list of the commands that the user can type in a conversation. */
export default function CommandHelp({ conversation, onClose }: CommandHelpProps) {
  const texts = useFeatureTexts().commands;
  return (
    <Dialog onClose={onClose} title={texts.title} centered>
      <Stack gap="sm">
        {commandsFor(conversation).map(({ name, takes }) => (
          <Group key={name} wrap="nowrap" align="start">
            <Code miw={110} fz="sm">
              /{name} {takes}
            </Code>
            <Text size="sm">{texts.about[name]}</Text>
          </Group>
        ))}
        <Text size="sm" c="dimmed">
          {texts.literal}
        </Text>
      </Stack>
    </Dialog>
  );
}
