import { Text } from "@mantine/core";
import type { Conversation } from "../../../contract/conversations.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

/**
 * Names the participants who have read the conversation to its end, if the last message is the user's own. Covers only
 * the participants that came with the conversation, not all of a large group.
 */
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
