import {
  ActionIcon,
  Alert,
  Anchor,
  Box,
  Button,
  Center,
  Group,
  Skeleton,
  Stack,
  Text,
  Title,
} from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { Link } from "wouter";
import type { ConversationId } from "../../../contract/ids.ts";
import { ProblemError } from "../client/problem-error.ts";
import { emptyTimeline } from "../client/timeline.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { Composer } from "./composer.tsx";
import classes from "./conversation.module.css";
import { ConversationAvatar } from "./conversation-avatar.tsx";
import { MessageList } from "./message-list.tsx";
import { subtitleOf, titleOf } from "./names.ts";
import { TypingLine } from "./typing-line.tsx";

/** One conversation: what was said, and the place to say something. */
export function ConversationView({ id }: { id: ConversationId }) {
  const { client, me } = useChat();
  const conversation = useChatState((state) => state.conversations.get(id));
  const timeline = useChatState((state) => state.timelines.get(id)) ?? emptyTimeline;
  const [failure, setFailure] = useState<ProblemError>();

  const open = useCallback(() => {
    setFailure(undefined);
    client.open(id).catch((error: unknown) => {
      if (error instanceof ProblemError) setFailure(error);
      else throw error;
    });
  }, [client, id]);
  // Also when the conversation is taken from us, to find out why.
  const isHere = conversation !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: isHere is what makes it look again
  useEffect(open, [open, isHere]);

  const title = conversation && titleOf(conversation, me.id);
  useEffect(() => {
    if (title) document.title = `${title} · ChatFlow`;
    return () => {
      document.title = "ChatFlow";
    };
  }, [title]);

  if (failure && !timeline.isLoaded) return <CannotOpen failure={failure} onRetry={open} />;
  return (
    <section className={classes.conversation} aria-label={title}>
      <header className={classes.header}>
        <ActionIcon
          component={Link}
          href="/"
          size={44}
          variant="subtle"
          aria-label="Back to the list"
          className={classes.back}
        >
          <IconArrowLeft size={22} />
        </ActionIcon>
        {conversation ? (
          <>
            <ConversationAvatar conversation={conversation} me={me.id} size={38} />
            <div className={classes.title}>
              <Title order={1} size="h5" lineClamp={1}>
                {title}
              </Title>
              <Text size="xs" c="dimmed">
                {subtitleOf(conversation, me.id)}
              </Text>
            </div>
          </>
        ) : (
          <Skeleton height={16} width={160} />
        )}
      </header>
      <Box className={classes.messages}>
        {timeline.isLoaded ? (
          <MessageList id={id} conversation={conversation} timeline={timeline} />
        ) : (
          <MessagesSkeleton />
        )}
      </Box>
      <TypingLine id={id} conversation={conversation} />
      <Composer id={id} title={title ?? ""} />
    </section>
  );
}

function CannotOpen({ failure, onRetry }: { failure: ProblemError; onRetry: () => void }) {
  return (
    <Center h="100%" p="xl">
      <Stack align="center" maw={400}>
        <Alert color="red" role="alert" title="This conversation cannot be opened">
          {failure.status === 404 ? "It does not exist, or you do not take part in it." : failure.message}
        </Alert>
        <Group>
          {failure.isTemporary && <Button onClick={onRetry}>Try again</Button>}
          <Anchor component={Link} href="/">
            Back to the list
          </Anchor>
        </Group>
      </Stack>
    </Center>
  );
}

function MessagesSkeleton() {
  return (
    <Stack p="md" gap="lg" justify="flex-end" h="100%" aria-busy="true" aria-label="Loading messages">
      {["40%", "65%", "30%", "55%"].map((width) => (
        <Group key={width} wrap="nowrap" align="flex-start">
          <Skeleton circle height={36} />
          <Stack gap={8} flex={1}>
            <Skeleton height={10} width={120} />
            <Skeleton height={12} width={width} />
          </Stack>
        </Group>
      ))}
    </Stack>
  );
}
