import { Text } from "@mantine/core";
import { IconCornerDownRight } from "@tabler/icons-react";
import { keyOf } from "../../../client/messages/message-key.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { useOpenThread } from "./open-thread.ts";
import { useThreadRoot } from "./thread-place.ts";
import classes from "./threads.module.css";

export interface ThreadLineProps {
  message: Message;
  people: ReadonlyMap<UserId, User>;
}

/** The line below a message that leads to its thread: the number of replies below a root, and a hint above a reply. */
export function ThreadLine({ message, people }: ThreadLineProps) {
  const texts = useTexts().threads;
  const times = useTimes();
  const open = useOpenThread();
  const isInThread = useThreadRoot() !== undefined;
  const { id, conversationId, threadId, replyCount, lastReplyAt, replierIds = [] } = message;
  const key = keyOf(message);
  const unread = useChatState((state) => state.threads.get(key)?.unreadCount ?? 0);
  if (isInThread) return null;
  if (threadId) {
    return (
      <button
        type="button"
        className={classes.line}
        onClick={() => open({ conversationId, rootId: threadId, seq: message.seq })}
      >
        <IconCornerDownRight size={14} aria-hidden />
        <Text component="span" size="xs" c="dimmed">
          {texts.repliedInThread}
        </Text>
      </button>
    );
  }
  if (replyCount === undefined) return null;
  return (
    <button
      type="button"
      className={classes.line}
      data-unread={unread > 0}
      onClick={() => open({ conversationId, rootId: id })}
    >
      <span className={classes.repliers}>
        {replierIds.map((userId) => {
          const user = people.get(userId);
          return (
            <Avatar
              key={userId}
              id={userId}
              name={user ? nameOf(user) : "?"}
              pictureId={user?.pictureId}
              size={20}
            />
          );
        })}
      </span>
      <Text component="span" size="xs" fw={600} className={classes.count}>
        {texts.replies({ count: replyCount })}
        {unread > 0 && ` (${texts.unread({ count: unread })})`}
      </Text>
      {lastReplyAt && (
        <Text
          component="time"
          size="xs"
          c="dimmed"
          dateTime={lastReplyAt}
          title={times.fullTime(lastReplyAt)}
        >
          {times.shortTime(lastReplyAt)}
        </Text>
      )}
    </button>
  );
}
