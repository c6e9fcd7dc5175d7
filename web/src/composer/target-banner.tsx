import { CloseButton, Text } from "@mantine/core";
import type { ConversationId } from "../../../contract/ids.ts";
import { nameOf } from "../conversation/names.ts";
import { useDraft } from "../conversation/use-draft.ts";
import { useMessage } from "../conversation/use-message.ts";
import { useTexts } from "../i18n/texts.tsx";
import { PreviewLine } from "../message/plain-line.tsx";
import { usePerson } from "../people/use-people.ts";
import classes from "./composer.module.css";

/** Shows the message that the composer replies to or edits, with a button to cancel. */
export function TargetBanner({ id }: { id: ConversationId }) {
  const { editing, replyTo, stop } = useDraft(id);
  const texts = useTexts();
  const target = editing?.messageId ?? replyTo;
  const message = useMessage(id, target);
  const sender = usePerson(message?.senderId);
  if (!target) return null;
  const name = sender ? nameOf(sender) : texts.conversation.unknownUser;
  return (
    <div className={classes.banner}>
      <div className={classes.bannerText}>
        <Text size="xs" fw={600}>
          {editing ? texts.composer.editing : texts.composer.replyingTo({ name })}
        </Text>
        <Text size="xs" c="dimmed" truncate dir="auto">
          {message && <PreviewLine message={message} />}
          {message === null && texts.message.quoteGone}
        </Text>
      </div>
      <CloseButton aria-label={texts.composer.stop} onClick={stop} />
    </div>
  );
}
