import {
  ActionIcon,
  Button,
  Center,
  Group,
  Skeleton,
  Stack,
  Text,
  Title,
  UnstyledButton,
} from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconEdit, IconPlus, IconSearch } from "@tabler/icons-react";
import { lazy, useEffect, useState } from "react";
import { conversationSections } from "../../../client/conversations/overview.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { useErrors } from "../errors/errors-context.tsx";
import { Overlay, RowFailure } from "../errors/failures.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { earlyKeys } from "../overlays/early-keys.ts";
import { whenIdle } from "../overlays/when-idle.ts";
import { requestOverlay } from "../pages/use-shortcuts.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { AddChannel } from "./add-channel.tsx";
import { ConversationItem } from "./conversation-item.tsx";
import classes from "./sidebar.module.css";
import { SidebarSection } from "./sidebar-section.tsx";
import { ThreadsItem } from "./threads-item.tsx";

const loadNewConversation = () => import("./new-conversation.tsx");
const NewConversation = lazy(loadNewConversation);

/** The account menu, the conversation list and the button for a new conversation. */
export function Sidebar({ openId }: { openId: ConversationId | undefined }) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const { list: texts, search, errors } = useTexts();
  const conversations = useChatState((state) => state.conversations);
  const cursor = useChatState((state) => state.conversationsCursor);
  const [isStarting, setStarting] = useState(false);
  const [isArchiveOpen, setArchiveOpen] = useState(false);
  const { channels, direct, archived } = conversationSections(conversations);
  const isLoading = cursor === undefined;
  useEffect(
    () => (isLoading ? undefined : whenIdle(() => background(loadNewConversation(), "preload"))),
    [isLoading, background],
  );
  const start = () => {
    earlyKeys.start();
    setStarting(true);
  };
  const item = (conversation: Conversation) => (
    <li key={conversation.id}>
      <ErrorBoundary
        name="conversation item"
        fallback={(retry, failure) => (
          <RowFailure text={errors.conversation} failure={failure} onRetry={retry} />
        )}
      >
        <ConversationItem conversation={conversation} me={me.id} isOpen={conversation.id === openId} />
      </ErrorBoundary>
    </li>
  );

  return (
    <nav className={classes.sidebar} aria-label={texts.conversations}>
      <Group className={classes.header} wrap="nowrap" gap="xs">
        <AccountMenu />
        <Title order={2} size="h4" flex={1}>
          {texts.chats}
        </Title>
        <ActionIcon
          size={44}
          variant="subtle"
          aria-label={search.title}
          title={`${search.title} (Ctrl/⌘ K)`}
          onClick={() => requestOverlay("search")}
        >
          <IconSearch size={22} />
        </ActionIcon>
        <ActionIcon
          size={44}
          variant="subtle"
          aria-label={texts.newConversation}
          title={texts.newConversation}
          onClick={start}
        >
          <IconEdit size={22} />
        </ActionIcon>
      </Group>
      <div className={classes.list}>
        <ThreadsItem />
        {isLoading && conversations.size === 0 && <ListSkeleton />}
        {!isLoading && conversations.size === 0 && (
          <Center p="xl">
            <Stack align="center" ta="center">
              <Text c="dimmed">{texts.none}</Text>
              <Button onClick={start}>{texts.startOne}</Button>
            </Stack>
          </Center>
        )}
        {!(isLoading && conversations.size === 0) && (
          <SidebarSection title={texts.channels} action={<AddChannel />}>
            {channels.map(item)}
          </SidebarSection>
        )}
        {direct.length > 0 && (
          <SidebarSection
            title={texts.directMessages}
            action={
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                aria-label={texts.newMessage}
                title={texts.newMessage}
                onClick={start}
              >
                <IconPlus size={18} />
              </ActionIcon>
            }
          >
            {direct.map(item)}
          </SidebarSection>
        )}
        {archived.length > 0 && (
          <>
            <UnstyledButton
              className={classes.archive}
              aria-expanded={isArchiveOpen}
              onClick={() => setArchiveOpen(!isArchiveOpen)}
            >
              {isArchiveOpen ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
              <Text size="sm">{texts.archived(archived.length)}</Text>
            </UnstyledButton>
            {isArchiveOpen && <ul className={classes.items}>{archived.map(item)}</ul>}
          </>
        )}
        {typeof cursor === "string" && (
          <Center p="sm">
            <Button variant="subtle" onClick={() => background(client.conversations.loadMore(), "loadMore")}>
              {texts.showMore}
            </Button>
          </Center>
        )}
      </div>
      {isStarting && (
        <Overlay name="new conversation" onClose={() => setStarting(false)}>
          <NewConversation onClose={() => setStarting(false)} />
        </Overlay>
      )}
    </nav>
  );
}

function ListSkeleton() {
  const texts = useTexts().list;
  return (
    <Stack p="sm" gap="md" aria-label={texts.loading} aria-busy="true">
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
