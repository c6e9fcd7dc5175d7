import { Button, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { ErrorBoundary } from "../errors/error-boundary.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

const AskedReaders = lazy(() => import("./asked-readers.tsx"));

/** Names the participants who have read the conversation to its end, if the last message is the user's own. */
export function SeenBy({ conversation }: { conversation: Conversation }) {
  const { me } = useChat();
  const { lastMessage, participantCount } = conversation;
  if (lastMessage?.senderId !== me.id) return null;
  return participantCount <= limits.sharedReadPositions ? (
    <KnownReaders conversation={conversation} message={lastMessage} />
  ) : (
    <Readers key={lastMessage.id} message={lastMessage} />
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

/** In a larger conversation, the server knows the read positions. The page asks for them when the user does. */
function Readers({ message }: { message: Message }) {
  const texts = useTexts();
  const [isAsked, setAsked] = useState(false);
  const renderButton = ({ isLoading = false, onClick }: { isLoading?: boolean; onClick?: () => void }) => (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      className={classes.seen ?? ""}
      loading={isLoading}
      onClick={onClick}
    >
      {texts.message.whoHasSeen}
    </Button>
  );
  if (!isAsked) return renderButton({ onClick: () => setAsked(true) });
  return (
    <ErrorBoundary name="readers" fallback={(retry) => renderButton({ onClick: retry })}>
      <Suspense fallback={renderButton({ isLoading: true })}>
        <AskedReaders message={message} renderButton={renderButton} />
      </Suspense>
    </ErrorBoundary>
  );
}
