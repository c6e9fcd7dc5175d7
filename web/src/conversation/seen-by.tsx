import { Text } from "@mantine/core";
import type { Conversation } from "../../../contract/conversations.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

/** Who has read the conversation to its end, if I had the last word. In a large group, of those at its head. */
export function SeenBy({ conversation }: { conversation: Conversation }) {
  const { me } = useChat();
  const texts = useTexts().message;
  const { lastMessage, participants, isGroupChat } = conversation;
  if (lastMessage?.senderId !== me.id) return null;
  const readers = participants
    .filter(({ user, lastReadSeq }) => user.id !== me.id && lastReadSeq >= lastMessage.seq)
    .map(({ user }) => nameOf(user));
  if (readers.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" className={classes.seen}>
      {isGroupChat ? texts.seenBy(readers.join(", ")) : texts.seen}
    </Text>
  );
}
