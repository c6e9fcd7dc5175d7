import { Badge, Group, Text, VisuallyHidden } from "@mantine/core";
import { IconAt, IconBellOff, IconPin } from "@tabler/icons-react";
import { memo, type ReactNode, useSyncExternalStore } from "react";
import { Link } from "wouter";
import { type Conversation, kindOf } from "../../../contract/conversations.ts";
import { plainLine } from "../../../contract/formatting/plain-text.ts";
import type { UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { ConversationAvatar } from "../conversation/conversation-avatar.tsx";
import { nameOf, titleOf } from "../conversation/names.ts";
import type { Texts } from "../i18n/english.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { previewOf } from "../message/preview.ts";
import { usePerson } from "../people/use-people.ts";
import { useChat } from "../session/chat-context.tsx";
import classes from "./sidebar.module.css";

/** Returns a preview of the last message, in a group with its author. */
function preview(conversation: Conversation, me: UserId, sender: User | undefined, texts: Texts): ReactNode {
  const { lastMessage } = conversation;
  if (!lastMessage) return texts.list.noMessages;
  const text = lastMessage.deletedAt ? texts.message.deleted : previewOf(lastMessage, texts.message);
  if (lastMessage.system) return texts.message.system(lastMessage, sender && nameOf(sender));
  if (lastMessage.senderId === me) return texts.list.you(text);
  if (!conversation.isGroupChat || !sender) return text;
  // The name is isolated, because a right-to-left name would reverse the rest of the line.
  return (
    <>
      <bdi>{nameOf(sender)}</bdi>: <bdi>{text}</bdi>
    </>
  );
}

const counted = (count: number) => (count > 99 ? "99+" : count);

export interface ConversationItemProps {
  conversation: Conversation;
  me: UserId;
  isOpen: boolean;
}

/** A conversation in the list: title, preview and time of the last message, and number of unread ones. */
export const ConversationItem = memo(function ConversationItem({
  conversation,
  me,
  isOpen,
}: ConversationItemProps) {
  const { drafts } = useChat();
  const texts = useTexts();
  const times = useTimes();
  // The item of the open conversation shows no draft, and typing must not render it.
  const draft = useSyncExternalStore(drafts.subscribe, () =>
    isOpen ? "" : drafts.get(conversation.id).text,
  );
  const { unreadCount, mentionCount, lastMessage, settings } = conversation;
  const sender = usePerson(conversation.isGroupChat ? lastMessage?.senderId : undefined);
  const isMuted = settings.notify === "nothing";
  const isNew = unreadCount > 0 && !isMuted;
  const isPrivate = conversation.name !== null && kindOf(conversation) === "group";
  const isDraft = draft !== "";
  return (
    <Link
      href={`/c/${conversation.id}`}
      className={classes.item ?? ""}
      aria-current={isOpen ? "page" : undefined}
      data-unread={unreadCount > 0}
    >
      <ConversationAvatar conversation={conversation} me={me} size={44} />
      <div className={classes.itemText}>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text fw={isNew ? 600 : 400} truncate>
            {titleOf(conversation, me, texts)}
            {isPrivate && <VisuallyHidden>{texts.list.isPrivate}</VisuallyHidden>}
          </Text>
          <Group gap={4} wrap="nowrap" c="dimmed" flex="none">
            {isMuted && <IconBellOff size={14} role="img" aria-label={texts.list.muted} />}
            {settings.isPinned && <IconPin size={14} role="img" aria-label={texts.list.pinned} />}
            {lastMessage && (
              <Text size="xs" component="time" dateTime={lastMessage.createdAt}>
                {times.shortTime(lastMessage.createdAt)}
              </Text>
            )}
          </Group>
        </Group>
        <Group gap="xs" wrap="nowrap" justify="space-between">
          <Text
            size="sm"
            c={isNew ? undefined : "dimmed"}
            fs={isDraft ? "italic" : undefined}
            truncate
            dir="auto"
          >
            {isDraft ? texts.list.draft(plainLine(draft)) : preview(conversation, me, sender, texts)}
          </Text>
          <Group gap={4} wrap="nowrap" flex="none">
            {mentionCount > 0 && (
              <Badge size="md" circle color="red" role="img" aria-label={texts.list.mentions(mentionCount)}>
                <IconAt size={12} stroke={3} />
              </Badge>
            )}
            {unreadCount > 0 && (
              <Badge
                size="md"
                circle={unreadCount < 10}
                variant={isMuted ? "light" : "filled"}
                color={isMuted ? "gray" : undefined}
                role="img"
                aria-label={texts.list.unread(unreadCount)}
              >
                {counted(unreadCount)}
              </Badge>
            )}
          </Group>
        </Group>
      </div>
    </Link>
  );
});
