import { Textarea } from "@mantine/core";
import { useState } from "react";
import { TextReminders } from "../../../client/reminders/text-reminders.ts";
import { limits } from "../../../contract/limits.ts";
import { countCharacters } from "../../../contract/text.ts";
import type { TextReminder } from "../../../contract/text-reminders.ts";
import { hasVisibleCharacter } from "../../../contract/visible.ts";
import { useTimes } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { newReminderId } from "./new-reminder-id.ts";
import { nextPreset } from "./presets.ts";
import { TimeForm } from "./time-form.tsx";

export interface TextReminderDialogProps {
  /** The reminder to change. Absent for a new one. */
  reminder?: TextReminder;
  onClose: () => void;
}

/** The time that the dialog offers first: that of the reminder, unless it has passed, or the next morning. */
const offered = (reminder: TextReminder | undefined, now: Date) =>
  reminder && Date.parse(reminder.remindAt) > now.getTime() ? new Date(reminder.remindAt) : nextPreset(now);

/** Sets a reminder of a text, or changes it. */
export default function TextReminderDialog({ reminder, onClose }: TextReminderDialogProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().later;
  const times = useTimes();
  const [written, setWritten] = useState<string>();
  const text = written ?? reminder?.text ?? "";
  const isPossible = hasVisibleCharacter(text) && countCharacters(text.trim()) <= limits.reminderText;
  async function save(remindAt: string) {
    const id = reminder?.id ?? newReminderId();
    if (!(await attempt(new TextReminders(session).set(id, { text: text.trim(), remindAt })))) return;
    show(texts.willRemindOf({ time: times.dayAndTime(remindAt), text: text.trim() }));
    onClose();
  }
  return (
    <Dialog title={reminder ? texts.changeReminder : texts.newReminder} onClose={onClose} size="sm" centered>
      <TimeForm
        offered={() => offered(reminder, new Date())}
        submit={texts.remindIt}
        isPossible={isPossible}
        onSubmit={(time) => void save(time)}
        onCancel={onClose}
      >
        <Textarea
          label={texts.reminderText}
          autosize
          minRows={2}
          maxRows={6}
          dir="auto"
          maxLength={limits.reminderText}
          value={text}
          onChange={(event) => setWritten(event.currentTarget.value)}
          data-autofocus
        />
      </TimeForm>
    </Dialog>
  );
}
