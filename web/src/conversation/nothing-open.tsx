import { Center, Stack, Text, Title } from "@mantine/core";
import { useChatState } from "../session/chat-context.tsx";

/** What stands where a conversation will be. */
export function NothingOpen() {
  const isEmpty = useChatState(
    (state) => state.conversationsCursor === null && state.conversations.size === 0,
  );
  return (
    <Center h="100%" p="xl">
      <Stack align="center" gap="xs" maw={360} ta="center">
        <img src="/icon.svg" alt="" width={56} height={56} />
        <Title order={1} size="h3" mt="sm">
          {isEmpty ? "It is quiet here" : "Pick a conversation"}
        </Title>
        <Text c="dimmed">
          {isEmpty
            ? "Start a conversation with somebody you know, or make a group for your team."
            : "Choose one from the list, or start a new one."}
        </Text>
      </Stack>
    </Center>
  );
}
