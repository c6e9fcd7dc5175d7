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
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { Link } from "wouter";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { emptyTimeline, lastSeq } from "../../../client/timelines/timeline.ts";
import { statusAt } from "../../../contract/availability.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { isThreadOnly } from "../../../contract/messages.ts";
import { CallBarPlace, CallButton } from "../calls/call-button.tsx";
import { Composer } from "../composer/composer.tsx";
import { useErrors } from "../errors/errors-context.tsx";
import { useMinute } from "../i18n/clock.ts";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { StatusMark } from "../people/status-mark.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useOpenThread } from "../threads/open-thread.ts";
import classes from "./conversation.module.css";
import { ConversationAvatar } from "./conversation-avatar.tsx";
import { ConversationMenu } from "./conversation-menu.tsx";
import { MessageList } from "./message-list.tsx";
import { MessagesSkeleton } from "./messages-skeleton.tsx";
import { otherOf, subtitleOf, titleOf } from "./names.ts";
import { readOnlyText } from "./read-only-text.ts";
import { RefusedElsewhere } from "./refused-elsewhere.tsx";
import { TypingLine } from "./typing-line.tsx";

const ChannelPreview = lazy(() =>
  import("../channels/channel-preview.tsx").then((module) => ({ default: module.ChannelPreview })),
);

export interface ConversationViewProps {
  id: ConversationId;
  /** The message to show. By default, the first unread one or the newest. */
  seq: number | undefined;
}

/** One conversation: its messages and the composer. */
export default function ConversationView({ id, seq }: ConversationViewProps) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const texts = useTexts();
  const conversation = useChatState((state) => state.conversations.get(id));
  const timeline = useChatState((state) => state.timelines.get(id)) ?? emptyTimeline;
  const [failure, setFailure] = useState<unknown>();
  const openThread = useOpenThread();

  const open = useCallback(() => {
    setFailure(undefined);
    const showMessage = async (at: number) => {
      await client.show(id, at);
      const message = client.state.timelines.get(id)?.messages.find((each) => each.seq === at);
      const { threadId } = message ?? {};
      if (message && threadId && isThreadOnly(message))
        openThread({ conversationId: id, rootId: threadId, seq: at });
    };
    const opening = seq === undefined ? client.open(id) : showMessage(seq);
    const shown = opening.catch((error: unknown) => {
      setFailure(error);
      throw error;
    });
    background(shown, "open");
  }, [client, id, seq, background, openThread]);
  // Also runs when the user is removed, so that the server explains why.
  const isHere = conversation !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs again when the user joins or is removed
  useEffect(open, [open, isHere]);

  const other = conversation && otherOf(conversation, me.id);
  const title = conversation && titleOf(conversation, me.id, texts);
  if (failure !== undefined && !timeline.isLoaded) {
    if (failure instanceof ProblemError && failure.status === 404) {
      // It may be a channel that the user has not joined.
      return (
        <Suspense fallback={<MessagesSkeleton />}>
          <ChannelPreview id={id} back="list" />
        </Suspense>
      );
    }
    return <CannotOpen failure={failure} onRetry={open} />;
  }
  const readOnly = conversation && readOnlyText(conversation, texts);
  const readAll = () => {
    background(client.timelines.showNewest(id), "showNewest");
    client.readPositions.markRead(id, Math.max(conversation?.lastSeq ?? 0, lastSeq(timeline)));
  };
  return (
    <section className={classes.conversation} aria-label={title}>
      <header className={classes.header}>
        <ActionIcon
          component={Link}
          href="/"
          size={44}
          variant="subtle"
          aria-label={texts.conversation.back}
          className={classes.back}
        >
          <IconArrowLeft size={22} />
        </ActionIcon>
        {conversation ? (
          <>
            <ConversationAvatar conversation={conversation} me={me.id} size={38} />
            <div className={classes.title}>
              <Title order={1} size="h5" lineClamp={1} dir="auto">
                {title}
                {other && <StatusMark user={other.user} />}
              </Title>
              <Subtitle conversation={conversation} />
            </div>
            <CallButton conversation={conversation} />
            <ConversationMenu conversation={conversation} />
          </>
        ) : (
          <Skeleton height={16} width={160} />
        )}
      </header>
      {conversation && <CallBarPlace conversation={conversation} />}
      <Box className={classes.messages}>
        {timeline.isLoaded && conversation ? (
          <MessageList id={id} conversation={conversation} timeline={timeline} seq={seq} />
        ) : (
          <MessagesSkeleton />
        )}
      </Box>
      <RefusedElsewhere timeline={timeline} />
      {readOnly === undefined ? (
        <>
          <TypingLine conversationId={id} />
          <Composer id={id} conversation={conversation} title={title ?? ""} onEscape={readAll} />
        </>
      ) : (
        <Text className={classes.readOnly} size="sm" c="dimmed" role="note">
          {readOnly}
        </Text>
      )}
    </section>
  );
}

/** A group's size and topic, or the other participant's presence and status. */
function Subtitle({ conversation }: { conversation: Conversation }) {
  const { me } = useChat();
  const texts = useTexts();
  const times = useTimes();
  useMinute();
  const other = otherOf(conversation, me.id);
  const status = other && statusAt(other.user, new Date());
  return (
    <Text size="xs" c="dimmed" truncate>
      {subtitleOf(conversation, me.id, texts, times)}
      {status?.text && (
        <>
          {" · "}
          <bdi title={status.text}>{status.text}</bdi>
        </>
      )}
      {conversation.topic && (
        <>
          {" · "}
          <bdi title={conversation.topic}>{conversation.topic}</bdi>
        </>
      )}
    </Text>
  );
}

function CannotOpen({ failure, onRetry }: { failure: unknown; onRetry: () => void }) {
  const allTexts = useTexts();
  const { conversation: texts } = allTexts;
  const problem = failure instanceof ProblemError ? failure : undefined;
  return (
    <Center h="100%" p="xl">
      <Stack align="center" maw={400}>
        <Alert color="red" role="alert" title={texts.cannotOpen}>
          {failureText(allTexts, failure)}
        </Alert>
        <Group>
          {(!problem || problem.isTemporary) && <Button onClick={onRetry}>{texts.tryAgain}</Button>}
          <Anchor component={Link} href="/">
            {texts.back}
          </Anchor>
        </Group>
      </Stack>
    </Center>
  );
}
