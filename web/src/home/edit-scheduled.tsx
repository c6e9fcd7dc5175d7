import { Button, Group, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { ScheduledMessages } from "../../../client/scheduled/scheduled-messages.ts";
import { limits } from "../../../contract/limits.ts";
import type { ScheduledMessage } from "../../../contract/scheduled-messages.ts";
import { countCharacters } from "../../../contract/text.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fieldTime, timeAhead } from "../later/presets.ts";
import { TimeField } from "../later/time-field.tsx";
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
  const [content, setContent] = useState(scheduled.content);
  const [time, setTime] = useState(() => fieldTime(new Date(scheduled.sendAt)));
  const [error, setError] = useState<string>();
  const isPossible =
    (content.trim() !== "" || scheduled.attachments !== undefined) &&
    countCharacters(content) <= limits.message.max;
  async function save(event: FormEvent) {
    event.preventDefault();
    const sendAt = timeAhead(time);
    if (sendAt === undefined) {
      setError(texts.mustBeAhead);
      return;
    }
    if (await attempt(new ScheduledMessages(session).change(scheduled.id, { content, sendAt }))) onClose();
  }
  return (
    <Dialog title={texts.edit} onClose={onClose} centered>
      <form onSubmit={(event) => void save(event)} noValidate>
        <Stack>
          <Textarea
            label={texts.text}
            autosize
            minRows={2}
            maxRows={12}
            dir="auto"
            value={content}
            onChange={(event) => setContent(event.currentTarget.value)}
          />
          <TimeField value={time} onChange={setTime} error={error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {texts.cancel}
            </Button>
            <Button type="submit" disabled={!isPossible}>
              {texts.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
