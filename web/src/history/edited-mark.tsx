import { lazy } from "react";
import type { Message } from "../../../contract/messages.ts";
import { useTexts, useTimes } from "../i18n/texts.tsx";
import classes from "../message/message.module.css";
import { usePanel } from "../panel/panel-context.tsx";

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
  const { conversationId, id } = message;
  const open = () =>
    panel.open(<HistoryPanel conversationId={conversationId} messageId={id} />, {
      name: "history",
      of: conversationId,
    });
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
