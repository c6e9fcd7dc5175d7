import { CloseButton, Text } from "@mantine/core";
import type { Conversation } from "../../../contract/conversations.ts";
import { useDraft } from "../conversation/draft-context.tsx";
import { nameOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { previewOf } from "../message/plain-text.ts";
import classes from "./composer.module.css";

/** Shows the message that the composer replies to or edits, with a button to cancel. */
export function TargetBanner({ conversation }: { conversation: Conversation | undefined }) {
  const { editing, replyTo, stop } = useDraft();
  const texts = useTexts();
  const message = editing ?? replyTo;
  if (!message) return null;
  const sender = conversation?.participants.find(({ user }) => user.id === message.senderId)?.user;
  const name = sender ? nameOf(sender) : texts.conversation.unknownUser;
  return (
    <div className={classes.banner}>
      <div className={classes.bannerText}>
        <Text size="xs" fw={650}>
          {editing ? texts.composer.editing : texts.composer.replyingTo(name)}
        </Text>
        <Text size="xs" c="dimmed" truncate dir="auto">
          {previewOf(message, texts.message)}
        </Text>
      </div>
      <CloseButton aria-label={texts.composer.stop} onClick={stop} />
    </div>
  );
}
