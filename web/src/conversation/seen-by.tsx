import { Button, Text } from "@mantine/core";
import { IconChecks } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Conversation } from "../../../contract/conversations.ts";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useCurrent } from "../people/use-people.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

/** Names the participants who have read the conversation to its end, if the last message is the user's own. */
export function SeenBy({ conversation }: { conversation: Conversation }) {
  const { me } = useChat();
  const { lastMessage, participantCount } = conversation;
  if (lastMessage?.senderId !== me.id) return null;
  return participantCount <= limits.sharedReadPositions ? (
    <KnownReaders conversation={conversation} message={lastMessage} />
  ) : (
    <AskedReaders key={lastMessage.id} message={lastMessage} />
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

/** The most names that are shown. */
const mostNames = 20;

/** In a larger conversation, the server knows the read positions. The page asks for them when the user does. */
function AskedReaders({ message }: { message: Message }) {
  const { client, me } = useChat();
  const { session } = useSession();
  const texts = useTexts();
  const [isAsked, setAsked] = useState(false);
  const { conversationId: id, seq } = message;
  const { data, isError, refetch } = useQuery({
    queryKey: ["readers", id, seq],
    queryFn: async () => {
      const page = await session.call("listParticipants", {
        params: { id },
        query: { hasRead: String(seq), limit: String(limits.page.max) },
      });
      client.people.take(page.items.map(({ user }) => user));
      return page;
    },
    enabled: isAsked,
  });
  const readers = useCurrent((data?.items ?? []).map(({ user }) => user));
  if (!data) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        className={classes.seen ?? ""}
        loading={isAsked && !isError}
        onClick={() => (isAsked ? void refetch() : setAsked(true))}
      >
        {texts.message.whoHasSeen}
      </Button>
    );
  }
  const names = readers.filter(({ id }) => id !== me.id).map(nameOf);
  const shown = names.slice(0, mostNames).join(texts.separator);
  const text =
    names.length === 0
      ? texts.message.seenByNobody
      : data.nextCursor !== null
        ? texts.message.seenByMany({ names: shown })
        : texts.message.seenBy({
            names:
              names.length > mostNames
                ? texts.conversation.andMore({ names: shown, count: names.length - mostNames })
                : shown,
          });
  return (
    <Text size="xs" c="dimmed" className={classes.seen} role="status">
      {text}
    </Text>
  );
}
