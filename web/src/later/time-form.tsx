import { Button, Group, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fieldTime, timeAhead } from "./presets.ts";
import { TimeField } from "./time-field.tsx";

export interface TimeFormProps {
  /** The time that the form offers until the user chooses another one. */
  offered: () => Date;
  /** The text of the button that confirms the form. */
  submit: string;
  /** Whether the other fields can be confirmed. */
  isPossible?: boolean;
  /** Called with a time in the future. */
  onSubmit: (time: string) => void;
  onCancel: () => void;
  /** Fields above the time. */
  children?: ReactNode;
}

/** The form of a dialog that asks for a time in the future. */
export function TimeForm({
  offered,
  submit,
  isPossible = true,
  onSubmit,
  onCancel,
  children,
}: TimeFormProps) {
  const texts = useFeatureTexts().later;
  const [chosen, setChosen] = useState<string>();
  const value = chosen ?? fieldTime(offered());
  const [error, setError] = useState<string>();
  function confirm(event: FormEvent) {
    event.preventDefault();
    const time = timeAhead(value);
    if (time === undefined) setError(texts.mustBeAhead);
    else onSubmit(time);
  }
  return (
    <form onSubmit={confirm} noValidate>
      <Stack>
        {children}
        <TimeField value={value} onChange={setChosen} error={error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {texts.cancel}
          </Button>
          <Button type="submit" disabled={!isPossible}>
            {submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
