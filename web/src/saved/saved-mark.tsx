import { Text } from "@mantine/core";
import type { MessageId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChatState } from "../session/chat-context.tsx";

/** Marks a message that the user has saved. */
export function SavedMark({ id }: { id: MessageId }) {
  const texts = useTexts().message;
  const isSaved = useChatState((state) => state.savedIds.has(id));
  if (!isSaved) return null;
  return (
    <Text size="xs" c="dimmed">
      🔖 {texts.saved}
    </Text>
  );
}
