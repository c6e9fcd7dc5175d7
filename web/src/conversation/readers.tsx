import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { limits } from "../../../contract/limits.ts";
import type { Message } from "../../../contract/messages.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useQuery } from "../queries/use-query.ts";
import { useChat } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./conversation.module.css";
import { nameOf } from "./names.ts";

/** The most names that are shown. */
const mostNames = 20;

/**
 * Names the participants of a larger conversation who have read a message. Only the server knows their read positions,
 * and the page asks for them when the user does.
 */
export default function Readers({ message }: { message: Message }) {
  const { me } = useChat();
  const { session } = useSession();
  const texts = useTexts();
  const own = useFeatureTexts().messages;
  const [isAsked, setAsked] = useState(false);
  const { conversationId: id, seq } = message;
  const { data, isFetching, refetch } = useQuery({
    queryKey: ["readers", id, seq],
    queryFn: () =>
      session.call("listParticipants", {
        params: { id },
        query: { hasRead: String(seq), limit: String(limits.page.max) },
      }),
    enabled: isAsked,
  });
  if (!isAsked || !data) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        className={classes.seen ?? ""}
        loading={isFetching}
        onClick={() => (isAsked ? void refetch() : setAsked(true))}
      >
        {texts.message.whoHasSeen}
      </Button>
    );
  }
  const names = data.items.flatMap(({ user }) => (user.id === me.id ? [] : nameOf(user)));
  const shown = names.slice(0, mostNames).join(texts.separator);
  const text =
    names.length === 0
      ? own.seenByNobody
      : data.nextCursor !== null
        ? own.seenByMany({ names: shown })
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
