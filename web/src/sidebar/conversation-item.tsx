import { Badge, Group, Text } from "@mantine/core";
import { Link } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import type { UserId } from "../../../contract/ids.ts";
import { ConversationAvatar } from "../conversation/conversation-avatar.tsx";
import { nameOf, titleOf } from "../conversation/names.ts";
import { shortTime } from "../conversation/times.ts";
import classes from "./sidebar.module.css";

/** What was said last, and in a group by whom. */
function preview(conversation: Conversation, me: UserId): string {
  const { lastMessage } = conversation;
  if (!lastMessage) return "No messages yet";
  if (lastMessage.senderId === me) return `You: ${lastMessage.content}`;
  const sender = conversation.participants.find(({ user }) => user.id === lastMessage.senderId)?.user;
  return conversation.isGroupChat && sender
    ? `${nameOf(sender)}: ${lastMessage.content}`
    : lastMessage.content;
}

export interface ConversationItemProps {
  conversation: Conversation;
  me: UserId;
  isOpen: boolean;
}

/** One line of the list: who, what was said last and when, how much of it is new. */
export function ConversationItem({ conversation, me, isOpen }: ConversationItemProps) {
  const title = titleOf(conversation, me);
  const { unreadCount, lastMessage } = conversation;
  return (
    <Link
      href={`/c/${conversation.id}`}
      className={classes.item ?? ""}
      aria-current={isOpen ? "page" : undefined}
    >
      <ConversationAvatar conversation={conversation} me={me} size={44} />
      <div className={classes.itemText}>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text fw={unreadCount > 0 ? 700 : 500} truncate>
            {title}
          </Text>
          {lastMessage && (
            <Text size="xs" c="dimmed" flex="none">
              {shortTime(lastMessage.createdAt)}
            </Text>
          )}
        </Group>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text size="sm" c={unreadCount > 0 ? undefined : "dimmed"} truncate dir="auto">
            {preview(conversation, me)}
          </Text>
          {unreadCount > 0 && (
            <Badge size="md" circle={unreadCount < 10} flex="none" aria-label={`${unreadCount} unread`}>
              {unreadCount > 99 ? "99+" : unreadCount}
            </Badge>
          )}
        </Group>
      </div>
    </Link>
  );
}
