import { Card, Center, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface EntryPageProps {
  title: string;
  children: ReactNode;
  /** Links below the card. */
  below?: ReactNode;
}

/** The frame of pages outside the chat, such as signing in: the logo and a card with one form. */
export function EntryPage({ title, children, below }: EntryPageProps) {
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={400} gap="lg">
        <Group justify="center" gap="sm">
          <img src="/icon.svg" alt="" width={40} height={40} />
          <Title order={1} size="h2">
            ChatFlow
          </Title>
        </Group>
        <Card withBorder padding="xl" radius="lg" shadow="sm">
          <Stack>
            <Title order={2} size="h4">
              {title}
            </Title>
            {children}
          </Stack>
        </Card>
        {below && (
          <Text ta="center" size="sm">
            {below}
          </Text>
        )}
      </Stack>
    </Center>
  );
}
