import { Button, Group, Text } from "@mantine/core";
import type { UserId } from "../../../contract/ids.ts";
import { effectiveMentions } from "../../../contract/mentions.ts";
import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useCurrentMessage } from "../conversation/use-message.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "../message/message.module.css";
import { MessageText } from "../message/message-text.tsx";
import { useGoTo } from "../message/use-go-to.ts";
import { Avatar } from "../people/avatar.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useMayPin } from "./use-may-pin.ts";

export interface PinnedMessageProps {
  /** The message as the list returned it. Its text may have changed since. */
  listed: Message;
  people: ReadonlyMap<UserId, User>;
  onUnpinned: () => void;
}

/** One message in the list of pinned messages, with its author and the person who pinned it. */
export function PinnedMessage({ listed, people, onUnpinned }: PinnedMessageProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useTexts().message;
  const own = useFeatureTexts().messages;
  const times = useTimes();
  const { conversationId, id: messageId } = listed;
  const known = useCurrentMessage(listed);
  const goTo = useGoTo();
  const mayPin = useMayPin(conversationId);
  // It has been unpinned since.
  if (!known.pinnedAt) return null;
  const sender = people.get(known.senderId);
  const pinner = known.pinnedBy && people.get(known.pinnedBy);
  const name = sender ? nameOf(sender) : "";
  const unpin = async () => {
    await attempt(client.messages.pin({ conversationId, messageId }, { isPinned: false }));
    onUnpinned();
  };
  return (
    <Group component="li" wrap="nowrap" align="start" gap="sm">
      <Avatar id={known.senderId} name={name || "?"} pictureId={sender?.pictureId} size={32} />
      <div style={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
        <Text size="sm" component="div">
          <Text span inherit fw={600}>
            <bdi>{name}</bdi>
          </Text>{" "}
          <Text span size="xs" c="dimmed">
            <time dateTime={known.createdAt}>{times.fullTime(known.createdAt)}</time>
          </Text>
        </Text>
        <div className={classes.content} dir="auto">
          {known.content !== "" && (
            <MessageText
              content={known.content}
              mentionLook={{ myId: me.id, myUsername: me.username, isParticipant: () => true }}
              mentions={effectiveMentions(known)}
            />
          )}
          {known.attachments?.map(({ id, fileName }) => (
            <Text key={id} size="sm" c="dimmed">
              {texts.file({ name: fileName })}
            </Text>
          ))}
        </div>
        {pinner && (
          <Text size="xs" c="dimmed">
            {own.pinnedBy({ name: nameOf(pinner) })}
          </Text>
        )}
        <Group gap="xs" mt={4}>
          <Button size="compact-xs" variant="default" onClick={() => goTo(known)}>
            {texts.goToMessage}
          </Button>
          {mayPin && (
            <Button size="compact-xs" variant="default" onClick={() => void unpin()}>
              {own.unpin}
            </Button>
          )}
        </Group>
      </div>
    </Group>
  );
}
