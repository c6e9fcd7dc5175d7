import { type ReactNode, useMemo } from "react";
import { useLocation } from "wouter";
import { Reminders } from "../../../client/reminders/reminders.ts";
import type { Message } from "../../../contract/messages.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { reminderTimes } from "./presets.ts";
import { TimeMenu } from "./time-menu.tsx";

export interface RemindMenuProps {
  message: Message;
  onClose: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** Offers times at which the server reminds the user of a message. */
export default function RemindMenu({ message, onClose, children }: RemindMenuProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const [, navigate] = useLocation();
  const presets = useMemo(() => reminderTimes(new Date()), []);
  async function remind(time: string) {
    const { conversationId, id: messageId } = message;
    if (!(await attempt(new Reminders(session).set({ conversationId, messageId }, time)))) return;
    const label = texts.showAll;
    show(texts.willRemind({ time: times.dayAndTime(time) }), {
      label,
      run: () => navigate("/home"),
      isPassing: true,
    });
  }
  return (
    <TimeMenu
      presets={presets}
      title={useFeatureTexts().messages.remind}
      submit={texts.remindIt}
      onPick={(time) => void remind(time)}
      onClose={onClose}
    >
      {children}
    </TimeMenu>
  );
}
