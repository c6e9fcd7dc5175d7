import type { Message } from "../../../contract/messages.ts";
import { useTimes } from "../i18n/texts.tsx";
import classes from "./message.module.css";
import { SystemPlace } from "./system-place.tsx";

/** A message that reports a change of its conversation, as one quiet line. */
export function SystemLine({ message }: { message: Message }) {
  const times = useTimes();
  return (
    <p className={classes.system} data-message={message.id} title={times.fullTime(message.createdAt)}>
      <bdi>
        <SystemPlace message={message} />
      </bdi>
    </p>
  );
}
