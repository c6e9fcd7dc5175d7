import { Text } from "@mantine/core";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { usePeople } from "../people/use-people.ts";
import { useChatState } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

const noUsers: readonly never[] = [];

/** Names the participants who are typing. Always takes the same height, so that the layout does not shift. */
export function TypingLine({ id }: { id: ConversationId }) {
  const typing = useChatState((state) => state.typing.get(id)) ?? noUsers;
  const texts = useTexts().conversation;
  const people = usePeople(typing);
  const names = typing.map((userId) => {
    const user = people.get(userId);
    return user ? nameOf(user) : texts.unknownUser;
  });
  return (
    <Text size="xs" c="dimmed" className={classes.typing} truncate role="status">
      {names.length > 0 && texts.typing(names)}
    </Text>
  );
}
