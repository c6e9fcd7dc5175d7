import { ActionIcon, Badge, Button, Center, Group, Loader, Switch, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link, useLocation } from "wouter";
import { followedThreads } from "../../../client/threads/followed-threads.ts";
import type { Thread } from "../../../contract/threads.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { previewOf } from "../message/preview.ts";
import { usePerson } from "../people/use-people.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useOpenThread } from "./open-thread.ts";
import classes from "./threads.module.css";

/** The threads that the user follows, last reply first. */
export default function ThreadsView() {
  const { client } = useChat();
  const { background } = useErrors();
  const texts = useTexts();
  const threads = useChatState((state) => state.threads);
  const cursor = useChatState((state) => state.threadsCursor);
  const isLive = useChatState((state) => state.status === "live");
  const [isUnreadOnly, setUnreadOnly] = useState(false);
  useEffect(() => {
    if (isLive && cursor === undefined) background(client.threads.loadFollowed(), "threads");
  }, [client, background, isLive, cursor]);
  const followed = followedThreads(threads).filter(({ unreadCount }) => !isUnreadOnly || unreadCount > 0);
  return (
    <section className={classes.view} aria-label={texts.threads.threads}>
      <header className={classes.viewHeader}>
        <ActionIcon
          component={Link}
          href="/"
          size={44}
          variant="subtle"
          aria-label={texts.conversation.back}
          className={classes.viewBack}
        >
          <IconArrowLeft size={22} />
        </ActionIcon>
        <Title order={1} size="h5" flex={1}>
          {texts.threads.threads}
        </Title>
        <Switch
          label={texts.threads.unreadOnly}
          checked={isUnreadOnly}
          onChange={(event) => setUnreadOnly(event.currentTarget.checked)}
        />
      </header>
      {followed.length === 0 && (
        <Center p="xl">
          {cursor === undefined ? (
            <Loader size="sm" type="dots" aria-label={texts.threads.loading} />
          ) : (
            <Text c="dimmed" ta="center">
              {isUnreadOnly ? texts.threads.noneUnread : texts.threads.none}
            </Text>
          )}
        </Center>
      )}
      <ul className={classes.viewList}>
        {followed.map((thread) => (
          <li key={thread.root.id}>
            <ThreadItem thread={thread} />
          </li>
        ))}
        {typeof cursor === "string" && (
          <li>
            <Center p="sm">
              <Button variant="subtle" onClick={() => background(client.threads.loadFollowed(), "threads")}>
                {texts.list.showMore}
              </Button>
            </Center>
          </li>
        )}
      </ul>
    </section>
  );
}

/** A thread in the list. It opens beside its conversation. */
function ThreadItem({ thread }: { thread: Thread }) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const texts = useTexts();
  const times = useTimes();
  const open = useOpenThread();
  const [, navigate] = useLocation();
  const { conversationId, root, unreadCount } = thread;
  const conversation = useChatState((state) => state.conversations.get(conversationId));
  const isUnknown = conversation === undefined;
  useEffect(() => {
    if (isUnknown) background(client.conversations.ensure(conversationId), "conversation");
  }, [client, background, conversationId, isUnknown]);
  const author = usePerson(root.senderId);
  const lastAt = root.lastReplyAt ?? root.createdAt;
  return (
    <button
      type="button"
      className={classes.thread}
      onClick={() => {
        navigate(`/c/${conversationId}`);
        open({ conversationId, rootId: root.id });
      }}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text component="span" size="xs" c="dimmed" truncate>
          {conversation && titleOf(conversation, me.id, texts)}
        </Text>
        <Text component="time" size="xs" c="dimmed" dateTime={lastAt} flex="none">
          {times.shortTime(lastAt)}
        </Text>
      </Group>
      <Text component="span" size="sm" lineClamp={2} dir="auto">
        {author && (
          <b>
            <bdi>{nameOf(author)}</bdi>:{" "}
          </b>
        )}
        {root.deletedAt ? texts.message.deleted : previewOf(root, texts.message)}
      </Text>
      <Group gap="xs">
        <Text component="span" size="xs" c="dimmed">
          {texts.threads.replies({ count: root.replyCount ?? 0 })}
        </Text>
        {unreadCount > 0 && <Badge size="sm">{texts.threads.unread({ count: unreadCount })}</Badge>}
      </Group>
    </button>
  );
}
