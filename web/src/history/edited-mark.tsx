import { lazy } from "react";
import type { Message } from "../../../contract/messages.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import classes from "../message/message.module.css";
import { usePanel } from "../panel/panel-context.tsx";
import { useThreadRoot } from "../threads/thread-place.ts";

const HistoryPanel = lazy(() => import("./history-panel.tsx"));

export interface EditedMarkProps {
  message: Message;
  editedAt: string;
}

/** Marks an edited message. A click opens its earlier versions. */
export function EditedMark({ message, editedAt }: EditedMarkProps) {
  const texts = useTexts().message;
  const times = useTimes();
  const panel = usePanel();
  const isInThread = useThreadRoot() !== undefined;
  const { conversationId, id } = message;
  const open = () => {
    const history = <HistoryPanel conversationId={conversationId} messageId={id} />;
    const options = { name: "history", of: conversationId };
    // "Back" returns to the thread.
    if (isInThread) panel.openAbove(history, options);
    else panel.open(history, options);
  };
  return (
    <button
      type="button"
      className={classes.edited}
      title={texts.editedAt({ time: times.fullTime(editedAt) })}
      onClick={open}
    >
      ({texts.edited})
    </button>
  );
}
