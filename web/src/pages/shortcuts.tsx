import { Group, Kbd, Stack, Text, Title } from "@mantine/core";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useForwardKey } from "../keyboard/use-forward-key.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { commandKey } from "./command-key.ts";

/** The list of keyboard shortcuts. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { shortcuts: texts, formats } = useFeatureTexts();
  const { message, threads, composer } = useTexts();
  const lines = [
    { keys: [commandKey, "K"], does: texts.search },
    { keys: [commandKey, "Shift", "F"], does: texts.searchHere },
    { keys: ["Enter"], does: texts.send },
    { keys: ["Shift", "Enter"], does: texts.newLine },
    { keys: ["↑"], does: texts.editLast },
    { keys: ["/"], does: texts.commands },
    { keys: ["Esc"], does: texts.cancel },
    { keys: ["F6"], does: texts.regions },
    { keys: ["↑", "↓"], does: texts.walk },
    { keys: [useForwardKey() === "ArrowLeft" ? "←" : "→"], does: texts.rowMenu },
    { keys: ["Alt", "↑ ↓"], does: texts.neighbour },
    { keys: ["Alt", "Shift", "↑ ↓"], does: texts.nextUnread },
    { keys: [commandKey, "Shift", "M"], does: texts.muteCall },
    { keys: [commandKey, "Shift", "O"], does: texts.cameraInCall },
    { keys: [commandKey, "Shift", "H"], does: texts.leaveCall },
    { keys: ["?"], does: texts.help },
  ];
  const formatting = [
    { keys: [commandKey, "B"], does: formats.bold },
    { keys: [commandKey, "I"], does: formats.italic },
    { keys: [commandKey, "E"], does: formats.code },
    { keys: [commandKey, "Shift", "9"], does: formats.quote },
    { keys: [commandKey, "Alt", "Shift", "C"], does: formats.codeBlock },
  ];
  const onMessage = [
    { keys: ["R"], does: message.react },
    { keys: ["Q"], does: message.reply },
    { keys: ["T"], does: threads.replyInThread },
    { keys: ["A"], does: message.save },
    { keys: ["M"], does: message.more },
  ];
  return (
    <Dialog onClose={onClose} title={texts.title} centered>
      <Stack gap="sm">
        <Lines lines={lines} />
        <Title order={3} size="h6">
          {composer.formatting}
        </Title>
        <Lines lines={formatting} />
        <Title order={3} size="h6">
          {texts.onMessage}
        </Title>
        <Lines lines={onMessage} />
      </Stack>
    </Dialog>
  );
}

const Lines = ({ lines }: { lines: readonly { keys: readonly string[]; does: string }[] }) =>
  lines.map(({ keys, does }) => (
    <Group key={does} justify="space-between" wrap="nowrap">
      <Text size="sm">{does}</Text>
      <Group gap={4} wrap="nowrap">
        {keys.map((key) => (
          <Kbd key={key} style={{ whiteSpace: "nowrap" }}>
            {key}
          </Kbd>
        ))}
      </Group>
    </Group>
  ));
