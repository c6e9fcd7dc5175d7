import { type ReactNode, useMemo } from "react";
import { useLocation } from "wouter";
import { ScheduledMessages } from "../../../client/scheduled/scheduled-messages.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import type { ComposedMessage } from "../composer/use-outgoing.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { scheduleTimes } from "./presets.ts";
import { TimeMenu } from "./time-menu.tsx";

export interface ScheduleMenuProps {
  id: ConversationId;
  /** The message to schedule, as the composer has it when the user picks a time. */
  compose: () => ComposedMessage;
  /** Asks the user first if the message mentions many people. */
  confirm: (schedule: () => void) => void;
  /** Called once the server has the message. */
  onScheduled: (message: ComposedMessage) => void;
  onClose: () => void;
  /** The button that opens the menu. */
  children: ReactNode;
}

/** Offers times at which the server sends the composer's message. */
export default function ScheduleMenu({
  id,
  compose,
  confirm,
  onScheduled,
  onClose,
  children,
}: ScheduleMenuProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const [, navigate] = useLocation();
  const presets = useMemo(() => scheduleTimes(new Date()), []);
  async function schedule(sendAt: string) {
    const message = compose();
    const task = new ScheduledMessages(session).schedule(id, { ...message, sendAt });
    if (!(await attempt(task))) return;
    onScheduled(message);
    const label = texts.showAll;
    show(texts.isScheduled({ time: times.dayAndTime(sendAt) }), {
      label,
      run: () => navigate("/home"),
      isPassing: true,
    });
  }
  return (
    <TimeMenu
      presets={presets}
      title={texts.schedule}
      submit={texts.scheduleIt}
      onPick={(time) => confirm(() => void schedule(time))}
      onClose={onClose}
    >
      {children}
    </TimeMenu>
  );
}
