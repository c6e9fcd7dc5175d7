import { Center, Stack, Text, Title } from "@mantine/core";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChatState } from "../session/chat-context.tsx";
import { StartActions } from "../sidebar/start-actions.tsx";

/** Shown in place of a conversation until the user opens one. */
export default function NothingOpen() {
  const texts = useFeatureTexts().start;
  const isEmpty = useChatState(
    (state) => state.conversationsCursor === null && state.conversations.size === 0,
  );
  return (
    <Center h="100%" p="xl">
      <Stack align="center" gap="xs" maw={360} ta="center">
        <img src="/icon.svg" alt="" width={56} height={56} />
        <Title order={1} size="h3" mt="sm">
          {isEmpty ? texts.welcome : texts.nothingOpen}
        </Title>
        <Text c="dimmed">{isEmpty ? texts.welcomeHint : texts.nothingOpenHint}</Text>
        <StartActions />
      </Stack>
    </Center>
  );
}
