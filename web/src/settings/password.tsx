import { Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** The form for changing the password. */
export function PasswordSettings() {
  const { session } = useSession();
  const { show } = useNotice();
  const texts = useTexts();
  const { settings: settingsTexts } = useFeatureTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  async function save(event: FormEvent) {
    event.preventDefault();
    const body = { currentPassword: current, newPassword: next };
    if (!(await submit(() => session.call("changePassword", { body })))) return;
    setCurrent("");
    setNext("");
    show(settingsTexts.passwordChanged);
  }
  return (
    <form onSubmit={(event) => void save(event)}>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {texts.session.password}
        </Title>
        {failure && <Text c="var(--mantine-color-error)">{failure}</Text>}
        <PasswordInput
          label={settingsTexts.currentPassword}
          autoComplete="current-password"
          value={current}
          error={errorOf("currentPassword")}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={settingsTexts.newPassword}
          description={texts.session.passwordHint({ min: limits.password.min })}
          autoComplete="new-password"
          value={next}
          error={errorOf("newPassword")}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={current === "" || next === ""}>
            {settingsTexts.changePassword}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
