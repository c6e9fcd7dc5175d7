import type { Message } from "../../../contract/messages.ts";
import type { User } from "../../../contract/users.ts";
import { nameOf } from "../conversation/names.ts";
import { systemText } from "../i18n/system-texts.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import classes from "./message.module.css";

/** A message that reports a change of its conversation, as one quiet line. */
export function SystemLine({ message, sender }: { message: Message; sender: User | undefined }) {
  const texts = useTexts().message;
  const times = useTimes();
  return (
    <p className={classes.system} data-message={message.id} title={times.fullTime(message.createdAt)}>
      <bdi>{systemText(texts, message, sender && nameOf(sender))}</bdi>
    </p>
  );
}
