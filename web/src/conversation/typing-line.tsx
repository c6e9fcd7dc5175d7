import { Text } from "@mantine/core";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChatState } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

const noUsers: readonly never[] = [];

export interface TypingLineProps {
  id: ConversationId;
  conversation: Conversation | undefined;
}

/** Names the participants who are typing. Always takes the same height, so that the layout does not shift. */
export function TypingLine({ id, conversation }: TypingLineProps) {
  const typing = useChatState((state) => state.typing.get(id)) ?? noUsers;
  const texts = useTexts().conversation;
  const names = typing.map((userId) => {
    const user = conversation?.participants.find((participant) => participant.user.id === userId)?.user;
    return user ? nameOf(user) : texts.unknownUser;
  });
  return (
    <Text size="xs" c="dimmed" className={classes.typing} truncate role="status">
      {names.length > 0 && texts.typing(names)}
    </Text>
  );
}
