import { ActionIcon, Button, Center, Loader, Switch, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { Link } from "wouter";
import { keyOf } from "../../../client/messages/message-key.ts";
import { followedThreads } from "../../../client/threads/followed-threads.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { ThreadItem } from "./thread-item.tsx";
import classes from "./threads.module.css";

/** The threads that the user follows, last reply first. */
export default function ThreadsView() {
  const { client } = useChat();
  const { background } = useErrors();
  const texts = useTexts();
  const own = useFeatureTexts().threads;
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
          label={own.unreadOnly}
          checked={isUnreadOnly}
          onChange={(event) => setUnreadOnly(event.currentTarget.checked)}
        />
      </header>
      {followed.length === 0 && (
        <Center p="xl">
          {cursor === undefined ? (
            <Loader size="sm" type="dots" aria-label={own.loading} />
          ) : (
            <Text c="dimmed" ta="center">
              {isUnreadOnly ? own.noneUnread : own.none}
            </Text>
          )}
        </Center>
      )}
      <ul className={classes.viewList}>
        {followed.map((thread) => (
          <li key={keyOf(thread.root)}>
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
