import { Button, Group, Stack, Switch, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useForm } from "../forms/use-form.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** The form for the hours of each day without notifications, in the time zone of this browser. */
export function QuietHoursForm() {
  const { client, me } = useChat();
  const { show } = useNotice();
  const { quietHours: texts, save: saveText, saved } = useFeatureTexts().availability;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [isOn, setOn] = useState(me.quietHours !== undefined);
  const [from, setFrom] = useState(me.quietHours?.from ?? "22:00");
  const [to, setTo] = useState(me.quietHours?.to ?? "07:00");
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const quietHours = isOn ? { from, to, timeZone } : null;
    if (await submit(() => client.people.changeOwn({ quietHours }))) show(saved);
  }
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        <Switch
          label={texts.title}
          description={texts.hint}
          checked={isOn}
          onChange={(event) => setOn(event.currentTarget.checked)}
        />
        {failure && (
          <Text c="var(--mantine-color-error)" role="alert">
            {failure}
          </Text>
        )}
        <Group align="flex-end">
          {isOn && (
            <>
              <TextInput
                type="time"
                label={texts.from}
                value={from}
                error={errorOf("quietHours.from")}
                onChange={(event) => setFrom(event.currentTarget.value)}
              />
              <TextInput
                type="time"
                label={texts.to}
                value={to}
                error={errorOf("quietHours.to")}
                onChange={(event) => setTo(event.currentTarget.value)}
              />
            </>
          )}
          <Button type="submit" variant="default" loading={isBusy}>
            {saveText}
          </Button>
        </Group>
        {isOn && (
          <Text size="xs" c="dimmed">
            {texts.timeZone({ name: timeZone })}
          </Text>
        )}
      </Stack>
    </form>
  );
}
