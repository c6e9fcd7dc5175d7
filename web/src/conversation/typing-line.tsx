import { Text } from "@mantine/core";
import { type TypingPlace, typingKey } from "../../../client/presence/typing-place.ts";
import type { Texts } from "../i18n/page-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { usePeople } from "../people/use-people.ts";
import { useChatState } from "../session/chat-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

function typingText(texts: Texts["conversation"], [first, second, ...more]: readonly string[]): string {
  if (first === undefined) return "";
  if (second === undefined) return texts.typing({ name: first });
  return more.length > 0 ? texts.typingMany : texts.typingTwo({ first, second });
}

const noUsers: readonly never[] = [];

/** Names the participants who are typing. Always takes the same height, so that the layout does not shift. */
export function TypingLine(place: TypingPlace) {
  const typing = useChatState((state) => state.typing.get(typingKey(place))) ?? noUsers;
  const texts = useTexts().conversation;
  const people = usePeople(typing);
  const names = typing.map((userId) => {
    const user = people.get(userId);
    return user ? nameOf(user) : texts.unknownUser;
  });
  return (
    <Text size="xs" c="dimmed" className={classes.typing} truncate role="status">
      {typingText(texts, names)}
    </Text>
  );
}
