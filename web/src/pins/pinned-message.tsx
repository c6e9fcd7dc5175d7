import { Button, Group, Text } from "@mantine/core";
import type { UserId } from "../../../contract/ids.ts";
import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useCurrentMessage } from "../conversation/use-message.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { ListedMessage } from "../message/listed-message.tsx";
import { useGoTo } from "../message/use-go-to.ts";
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
  const { client } = useChat();
  const { attempt } = useNotice();
  const own = useFeatureTexts().messages;
  const { conversationId, id: messageId } = listed;
  const known = useCurrentMessage(listed);
  const goTo = useGoTo();
  const mayPin = useMayPin(conversationId);
  // It has been unpinned since.
  if (!known.pinnedAt) return null;
  const pinner = known.pinnedBy && people.get(known.pinnedBy);
  const unpin = async () => {
    await attempt(client.messages.pin({ conversationId, messageId }, { isPinned: false }));
    onUnpinned();
  };
  return (
    <ListedMessage message={known} sender={people.get(known.senderId)} component="li">
      {pinner && (
        <Text size="xs" c="dimmed">
          {own.pinnedBy({ name: nameOf(pinner) })}
        </Text>
      )}
      <Group gap="xs" mt={4}>
        <Button size="compact-xs" variant="default" onClick={() => goTo(known)}>
          {own.goToMessage}
        </Button>
        {mayPin && (
          <Button size="compact-xs" variant="default" onClick={() => void unpin()}>
            {own.unpin}
          </Button>
        )}
      </Group>
    </ListedMessage>
  );
}
