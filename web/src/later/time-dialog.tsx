import { Button, Group } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { fieldTime, scheduleTimes, timeAhead } from "./presets.ts";
import { TimeField } from "./time-field.tsx";

export interface TimeDialogProps {
  title: string;
  /** The button that confirms the time. */
  submit: string;
  onPick: (time: string) => void;
  onClose: () => void;
}

/** Asks for a time. */
export function TimeDialog({ title, submit, onPick, onClose }: TimeDialogProps) {
  const texts = useFeatureTexts().later;
  const [value, setValue] = useState(() => fieldTime(scheduleTimes(new Date())[0]?.time ?? new Date()));
  const [error, setError] = useState<string>();
  function confirm(event: FormEvent) {
    event.preventDefault();
    const time = timeAhead(value);
    if (time === undefined) setError(texts.mustBeAhead);
    else onPick(time);
  }
  return (
    <Dialog title={title} onClose={onClose} size="sm" centered>
      <form onSubmit={confirm} noValidate>
        <TimeField value={value} onChange={setValue} error={error} />
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button type="submit">{submit}</Button>
        </Group>
      </form>
    </Dialog>
  );
}
