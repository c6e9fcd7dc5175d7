import { Stack, Switch, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { usePreferences } from "../notifications/preferences.ts";

/** What tells me of news while I look elsewhere. The browser is asked for its permission here, when it is wanted. */
export function NotificationSettings() {
  const texts = useTexts().settings;
  const [preferences, setPreferences] = usePreferences();
  const [isDenied, setDenied] = useState(false);
  async function turnDesktop(isOn: boolean) {
    const isAllowed = !isOn || (await Notification.requestPermission()) === "granted";
    setDenied(!isAllowed);
    if (isAllowed) setPreferences({ ...preferences, desktop: isOn });
  }
  return (
    <Stack gap="sm">
      <Title order={3} size="h5">
        {texts.notifications}
      </Title>
      <Switch
        label={texts.desktop}
        description={texts.desktopHint}
        checked={preferences.desktop}
        disabled={!("Notification" in window)}
        onChange={(event) => void turnDesktop(event.currentTarget.checked)}
      />
      {isDenied && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {texts.denied}
        </Text>
      )}
      <Switch
        label={texts.sound}
        checked={preferences.sound}
        onChange={(event) => setPreferences({ ...preferences, sound: event.currentTarget.checked })}
      />
    </Stack>
  );
}
