import { Textarea } from "@mantine/core";
import { useState } from "react";
import { ScheduledMessages } from "../../../client/scheduled/scheduled-messages.ts";
import { limits } from "../../../contract/limits.ts";
import type { ScheduledMessage } from "../../../contract/scheduled-messages.ts";
import { countCharacters } from "../../../contract/text.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { TimeForm } from "../later/time-form.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

export interface EditScheduledProps {
  scheduled: ScheduledMessage;
  onClose: () => void;
}

/** Changes the text and the time of a scheduled message. */
export default function EditScheduled({ scheduled, onClose }: EditScheduledProps) {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().later;
  const [written, setWritten] = useState<string>();
  const content = written ?? scheduled.content;
  const isPossible =
    (content.trim() !== "" || scheduled.attachments !== undefined) &&
    countCharacters(content) <= limits.message.max;
  async function save(sendAt: string) {
    if (await attempt(new ScheduledMessages(session).change(scheduled.id, { content, sendAt }))) onClose();
  }
  return (
    <Dialog title={texts.edit} onClose={onClose} centered>
      <TimeForm
        offered={() => new Date(scheduled.sendAt)}
        submit={texts.save}
        isPossible={isPossible}
        onSubmit={(time) => void save(time)}
        onCancel={onClose}
      >
        <Textarea
          label={texts.text}
          autosize
          minRows={2}
          maxRows={12}
          dir="auto"
          value={content}
          onChange={(event) => setWritten(event.currentTarget.value)}
        />
      </TimeForm>
    </Dialog>
  );
}
