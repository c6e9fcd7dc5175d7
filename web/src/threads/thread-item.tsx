import { Badge, Group, Text } from "@mantine/core";
import { useEffect } from "react";
import { useLocation } from "wouter";
import type { Thread } from "../../../contract/threads.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { PreviewLine } from "../message/plain-line.tsx";
import { usePerson } from "../people/use-people.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useOpenThread } from "./open-thread.ts";
import classes from "./threads.module.css";

/** A thread in the list. It opens beside its conversation. */
export function ThreadItem({ thread }: { thread: Thread }) {
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
        <PreviewLine message={root} />
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
