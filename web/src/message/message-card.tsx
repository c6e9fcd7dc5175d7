import { Group, Text } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import type { Message } from "../../../contract/messages.ts";
import { nameOf, titleOf } from "../conversation/names.ts";
import { useCurrentMessage } from "../conversation/use-message.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import { usePerson } from "../people/use-people.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import classes from "./message-card.module.css";
import { PreviewLine } from "./plain-line.tsx";
import { useGoTo } from "./use-go-to.ts";

export interface MessageCardProps {
  /** The message as a list returned it. It may have changed since. */
  listed: Message;
  /** Shows the conversation as well, in a list of messages from several ones. */
  showsConversation?: boolean;
  /** Buttons beside the card. */
  children?: ReactNode;
}

/** One message in a list of the right panel: its author, its time and its text. A click leads to the message. */
export function MessageCard({ listed, showsConversation = false, children }: MessageCardProps) {
  const { client, me } = useChat();
  const { background } = useErrors();
  const texts = useTexts();
  const times = useTimes();
  const goTo = useGoTo();
  const message = useCurrentMessage(listed);
  const { conversationId } = message;
  const conversation = useChatState((state) => state.conversations.get(conversationId));
  const isMissing = showsConversation && conversation === undefined;
  useEffect(() => {
    if (isMissing) background(client.conversations.ensure(conversationId), "conversation");
  }, [client, background, conversationId, isMissing]);
  const author = usePerson(message.senderId);
  return (
    <li className={classes.item}>
      <button type="button" className={classes.card} onClick={() => goTo(message)}>
        {showsConversation && (
          <Text component="span" display="block" size="xs" c="dimmed" truncate dir="auto">
            {conversation ? titleOf(conversation, me.id, texts) : " "}
          </Text>
        )}
        <Group component="span" gap="xs" wrap="nowrap" justify="space-between">
          <Text component="span" size="sm" fw={600} truncate dir="auto">
            {author ? nameOf(author) : " "}
          </Text>
          <Text component="time" size="xs" c="dimmed" dateTime={message.createdAt} flex="none">
            {times.shortTime(message.createdAt)}
          </Text>
        </Group>
        <Text component="span" size="sm" lineClamp={3} dir="auto">
          <PreviewLine message={message} />
        </Text>
      </button>
      {children}
    </li>
  );
}
