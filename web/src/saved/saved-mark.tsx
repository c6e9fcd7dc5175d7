import { Text } from "@mantine/core";
import type { Message } from "../../../contract/messages.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useIsSaved } from "./use-saved.ts";

/** Marks a message that the user has saved. */
export function SavedMark({ message }: { message: Message }) {
  const texts = useTexts().message;
  if (!useIsSaved(message)) return null;
  return (
    <Text size="xs" c="dimmed">
      🔖 {texts.saved}
    </Text>
  );
}
