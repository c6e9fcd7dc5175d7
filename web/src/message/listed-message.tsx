import { Group, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { effectiveMentions } from "../../../contract/mentions.ts";
import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";
import clip from "../clipped.module.css";
import { nameOf } from "../conversation/names.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { Avatar } from "../people/avatar.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./message.module.css";
import { MessageText } from "./message-text.tsx";

export interface ListedMessageProps {
  message: Message;
  /** Undefined while the author loads. */
  sender: User | undefined;
  /** The element: an item of a list, or an article of a log. */
  component: "li" | "article";
  /** Shown below the text. */
  children?: ReactNode;
}

/** A message outside of its conversation: its author, time, text and the names of its files. */
export function ListedMessage({ message, sender, component, children }: ListedMessageProps) {
  const { me } = useChat();
  const texts = useTexts().message;
  const times = useTimes();
  const name = sender ? nameOf(sender) : "";
  const { senderId, createdAt, deletedAt, content, attachments } = message;
  return (
    <Group component={component} wrap="nowrap" align="start" gap="sm">
      <Avatar id={senderId} name={name || "?"} pictureId={sender?.pictureId} size={36} />
      <div style={{ flex: 1, minWidth: 0, overflowWrap: "anywhere" }}>
        <Text size="sm" component="div" className={clip.clipped}>
          <Text span inherit fw={600}>
            <bdi>{name}</bdi>
          </Text>{" "}
          <Text span size="xs" c="dimmed">
            <time dateTime={createdAt}>{times.fullTime(createdAt)}</time>
          </Text>
        </Text>
        <div className={classes.content} dir="auto">
          {deletedAt && (
            <Text size="sm" fs="italic" c="dimmed">
              {texts.deleted}
            </Text>
          )}
          {content !== "" && (
            <MessageText
              content={content}
              mentionLook={{ myId: me.id, myUsername: me.username, isParticipant: () => true }}
              mentions={effectiveMentions(message)}
            />
          )}
          {attachments?.map(({ id, fileName }) => (
            <Text key={id} size="sm" c="dimmed">
              {texts.file({ name: fileName })}
            </Text>
          ))}
        </div>
        {children}
      </div>
    </Group>
  );
}
