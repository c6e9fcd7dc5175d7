import { Group, Kbd, Stack, Text } from "@mantine/core";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { commandKey } from "./command-key.ts";

/** The list of keyboard shortcuts. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const texts = useFeatureTexts().shortcuts;
  const lines = [
    { keys: [commandKey, "K"], does: texts.search },
    { keys: ["Enter"], does: texts.send },
    { keys: ["Shift", "Enter"], does: texts.newLine },
    { keys: ["↑"], does: texts.editLast },
    { keys: ["/"], does: texts.commands },
    { keys: ["Esc"], does: texts.cancel },
    { keys: ["↑", "↓"], does: texts.walk },
    { keys: ["Alt", "↑ ↓"], does: texts.neighbour },
    { keys: ["Alt", "Shift", "↑ ↓"], does: texts.nextUnread },
    { keys: [commandKey, "Shift", "M"], does: texts.muteCall },
    { keys: [commandKey, "Shift", "O"], does: texts.cameraInCall },
    { keys: [commandKey, "Shift", "H"], does: texts.leaveCall },
    { keys: ["?"], does: texts.help },
  ];
  return (
    <Dialog onClose={onClose} title={texts.title} centered>
      <Stack gap="sm">
        {lines.map(({ keys, does }) => (
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
        ))}
      </Stack>
    </Dialog>
  );
}
