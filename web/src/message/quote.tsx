import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import { nameOf } from "../conversation/names.ts";
import { useMessage } from "../conversation/use-message.ts";
import { useShow } from "../conversation/use-show.ts";
import { useTexts } from "../i18n/texts.tsx";
import { usePerson } from "../people/use-people.ts";
import classes from "./message.module.css";
import { PreviewLine } from "./plain-line.tsx";

export interface QuoteProps {
  conversationId: ConversationId;
  messageId: MessageId;
  /** The sequence number of the message that quotes. */
  from: number | undefined;
}

/** The message that another one replies to, as a link to it. */
export function Quote({ conversationId, messageId, from }: QuoteProps) {
  const texts = useTexts().message;
  const show = useShow(conversationId);
  const message = useMessage(conversationId, messageId);
  const sender = usePerson(message?.senderId);
  if (!message) {
    return <div className={classes.quote}>{message === null ? texts.quoteGone : texts.quoteLoading}</div>;
  }
  return (
    <button type="button" className={classes.quote} onClick={() => show({ from, to: message.seq })}>
      <strong>{sender ? nameOf(sender) : " "}</strong>{" "}
      <span dir="auto">
        <PreviewLine message={message} />
      </span>
    </button>
  );
}
