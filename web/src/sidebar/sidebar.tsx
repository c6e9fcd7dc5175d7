import { ActionIcon, Button, Center, Group, Skeleton, Stack, Text, Title, Tooltip } from "@mantine/core";
import { IconEdit } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { sortedConversations } from "../client/chat-state.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { ConversationItem } from "./conversation-item.tsx";
import classes from "./sidebar.module.css";

const NewConversation = lazy(() => import("./new-conversation.tsx"));

/** Who I am, my conversations, and a way to start one. */
export function Sidebar({ openId }: { openId: ConversationId | undefined }) {
  const { client, me } = useChat();
  const state = useChatState((whole) => whole);
  const [isStarting, setStarting] = useState(false);
  const conversations = sortedConversations(state);
  const isLoading = state.conversationsCursor === undefined;

  return (
    <nav className={classes.sidebar} aria-label="Conversations">
      <Group className={classes.header} wrap="nowrap" gap="xs">
        <AccountMenu />
        <Title order={2} size="h4" flex={1}>
          Chats
        </Title>
        <Tooltip label="New conversation">
          <ActionIcon
            size={44}
            variant="subtle"
            aria-label="New conversation"
            onClick={() => setStarting(true)}
          >
            <IconEdit size={22} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <div className={classes.list}>
        {isLoading && conversations.length === 0 && <ListSkeleton />}
        {!isLoading && conversations.length === 0 && (
          <Center p="xl">
            <Stack align="center" ta="center">
              <Text c="dimmed">No conversations yet.</Text>
              <Button onClick={() => setStarting(true)}>Start one</Button>
            </Stack>
          </Center>
        )}
        <ul className={classes.items}>
          {conversations.map((conversation) => (
            <li key={conversation.id}>
              <ConversationItem conversation={conversation} me={me.id} isOpen={conversation.id === openId} />
            </li>
          ))}
        </ul>
        {typeof state.conversationsCursor === "string" && (
          <Center p="sm">
            <Button variant="subtle" onClick={() => void client.loadConversations(true).catch(() => {})}>
              Show more
            </Button>
          </Center>
        )}
      </div>
      <Suspense>{isStarting && <NewConversation isOpen onClose={() => setStarting(false)} />}</Suspense>
    </nav>
  );
}

function ListSkeleton() {
  return (
    <Stack p="sm" gap="md" aria-label="Loading conversations" aria-busy="true">
      {["a", "b", "c", "d", "e"].map((key) => (
        <Group key={key} wrap="nowrap">
          <Skeleton circle height={44} />
          <Stack gap={8} flex={1}>
            <Skeleton height={12} width="60%" />
            <Skeleton height={10} width="85%" />
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}
