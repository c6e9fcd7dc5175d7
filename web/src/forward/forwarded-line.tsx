import { Text } from "@mantine/core";
import { useLocation } from "wouter";
import type { Forwarded } from "../../../contract/forwarding.ts";
import { nameOf } from "../conversation/names.ts";
import { useMessage } from "../conversation/use-message.ts";
import { useTexts } from "../i18n/texts.tsx";
import classes from "../message/message.module.css";
import { usePerson } from "../people/use-people.ts";
import { useChatState } from "../session/chat-context.tsx";

/** Names the author of a forwarded message. Readers who may open the original have a link to it. */
export function ForwardedLine({ forwarded }: { forwarded: Forwarded }) {
  const { senderId, conversationId, messageId } = forwarded;
  const texts = useTexts().message;
  const author = usePerson(senderId);
  const [, navigate] = useLocation();
  // The reader may take part in the other conversation although the list has not loaded it yet.
  const mayRead = useChatState(
    ({ conversations, conversationsCursor }) =>
      conversations.has(conversationId) || typeof conversationsCursor === "string",
  );
  const original = useMessage(conversationId, mayRead ? messageId : undefined);
  return (
    <Text size="xs" c="dimmed" component="div" className={classes.forwarded}>
      <span aria-hidden>↪</span>
      <span>{texts.forwardedFrom({ name: author ? nameOf(author) : "" })}</span>
      {original && !original.deletedAt && (
        <button
          type="button"
          className={classes.original}
          onClick={() => navigate(`/c/${conversationId}/${original.seq}`)}
        >
          {texts.viewOriginal}
        </button>
      )}
    </Text>
  );
}
