import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fieldTime } from "./presets.ts";

export interface TimeFieldProps {
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
}

/** A field for a time, in the form of `fieldTime`. */
export function TimeField({ value, onChange, error }: TimeFieldProps) {
  const texts = useFeatureTexts().later;
  const [earliest] = useState(() => fieldTime(new Date()));
  return (
    <TextInput
      type="datetime-local"
      label={texts.time}
      min={earliest}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
      data-autofocus
    />
  );
}
