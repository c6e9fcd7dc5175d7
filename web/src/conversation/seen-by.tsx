import { Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { lazy } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { LazyPart } from "../errors/lazy-part.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

const Readers = lazy(() => import("./readers.tsx"));

/** Names the participants who have read the conversation to its end, if the last message is the user's own. */
export function SeenBy({ conversation }: { conversation: Conversation }) {
  const { me } = useChat();
  const { lastMessage, participantCount } = conversation;
  if (lastMessage?.senderId !== me.id) return null;
  return participantCount <= limits.sharedReadPositions ? (
    <KnownReaders conversation={conversation} message={lastMessage} />
  ) : (
    <LazyPart name="readers" fallback={null}>
      <Readers key={lastMessage.id} message={lastMessage} />
    </LazyPart>
  );
}

/** In a small conversation, everyone's read position is known. */
function KnownReaders({ conversation, message }: { conversation: Conversation; message: Message }) {
  const { me } = useChat();
  const texts = useTexts();
  const { participants, isGroupChat } = conversation;
  const readers = participants
    .filter(({ user, lastReadSeq }) => user.id !== me.id && lastReadSeq >= message.seq)
    .map(({ user }) => nameOf(user));
  if (readers.length === 0) return null;
  return (
    <Text size="xs" c="dimmed" className={classes.seen}>
      <IconChecks size={14} aria-hidden />{" "}
      {isGroupChat ? texts.message.seenBy({ names: readers.join(texts.separator) }) : texts.message.seen}
    </Text>
  );
}
