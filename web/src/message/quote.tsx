import { useQuery } from "@tanstack/react-query";
import type { ConversationId, MessageId, UserId } from "../../../contract/ids.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { useShow } from "../conversation/use-show.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChatState } from "../session/chat-context.tsx";
import { useSession } from "../session/session-context.tsx";
import classes from "./message.module.css";
import { previewOf } from "./plain-text.ts";

export interface QuoteProps {
  conversationId: ConversationId;
  messageId: MessageId;
  people: ReadonlyMap<UserId, User>;
}

/** The message that another one replies to, as a link to it. */
export function Quote({ conversationId, messageId, people }: QuoteProps) {
  const { session } = useSession();
  const texts = useTexts().message;
  const show = useShow(conversationId);
  const here = useChatState((state) =>
    state.timelines.get(conversationId)?.messages.find(({ id }) => id === messageId),
  );
  const { data: fetched, isError } = useQuery({
    queryKey: ["message", conversationId, messageId],
    queryFn: () => session.call("getMessage", { params: { id: conversationId, messageId } }),
    enabled: !here,
    staleTime: 60_000,
  });
  const message = here ?? fetched;
  const sender = message && people.get(message.senderId);
  if (!message) {
    return <div className={classes.quote}>{isError ? texts.quoteGone : texts.quoteLoading}</div>;
  }
  return (
    <button type="button" className={classes.quote} onClick={() => show(message.seq)}>
      <strong>{sender ? nameOf(sender) : " "}</strong>{" "}
      <span dir="auto">{message.deletedAt ? texts.deleted : previewOf(message, texts)}</span>
    </button>
  );
}
