import { Button, CloseButton, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type KeyboardEvent, useRef } from "react";
import { limits } from "../../../contract/limits.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";

export interface OptionFieldsProps {
  options: readonly string[];
  onChange: (options: string[]) => void;
  error: string | undefined;
}

/** A field for each option of a poll. Enter in the last one adds another, as long as the limit allows it. */
export function OptionFields({ options, onChange, error }: OptionFieldsProps) {
  const texts = useFeatureTexts().polls;
  const isAdding = useRef(false);
  const { min, max } = limits.poll.options;
  const mayAdd = options.length < max;
  const add = () => {
    isAdding.current = true;
    onChange([...options, ""]);
  };
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (event.key !== "Enter") return;
    if (at !== options.length - 1 || options[at]?.trim() === "" || !mayAdd) return;
    event.preventDefault();
    add();
  };
  return (
    <Input.Wrapper label={texts.options} labelElement="div" error={error}>
      <Stack gap="xs">
        {options.map((option, at) => (
          <TextInput
            // biome-ignore lint/suspicious/noArrayIndexKey: the fields have no other identity than their place
            key={at}
            ref={(field) => {
              if (!field || !isAdding.current || at !== options.length - 1) return;
              isAdding.current = false;
              field.focus();
            }}
            aria-label={texts.option({ number: at + 1 })}
            placeholder={texts.option({ number: at + 1 })}
            value={option}
            onChange={(event) => onChange(options.with(at, event.currentTarget.value))}
            onKeyDown={(event) => onKeyDown(event, at)}
            maxLength={limits.poll.option}
            error={error !== undefined && option.trim() === "" && at < min}
            dir="auto"
            rightSection={
              options.length > min && (
                <CloseButton
                  size="sm"
                  aria-label={texts.removeOption({ number: at + 1 })}
                  onClick={() => onChange(options.filter((_, other) => other !== at))}
                />
              )
            }
          />
        ))}
        {mayAdd && (
          <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={16} />} onClick={add}>
            {texts.addOption}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
