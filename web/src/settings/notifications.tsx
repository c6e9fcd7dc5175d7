import { Stack, Switch, Text, Title } from "@mantine/core";
import { useEffect, useState } from "react";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { usePreferences } from "../notifications/preferences.ts";
import { turnWebPushOff, turnWebPushOn, webPushState } from "../notifications/web-push.ts";
import { KeywordsField } from "../people/keywords-field.tsx";
import { QuietHoursForm } from "../people/quiet-hours.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { MissedMailsSwitch } from "./missed-mails.tsx";

/**
 * The notification settings of this device, and those of the account. Turning notifications on requests the browser's
 * permission.
 */
export function NotificationSettings() {
  const texts = useFeatureTexts().settings;
  const [preferences, setPreferences] = usePreferences();
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const [isDenied, setDenied] = useState(false);
  const [webPush, setWebPush] = useState<Awaited<ReturnType<typeof webPushState>>>();
  useEffect(() => {
    void webPushState().then(setWebPush);
  }, []);
  async function turnWebPush(isOn: boolean) {
    const isAllowed = !isOn || (await Notification.requestPermission()) === "granted";
    setDenied(!isAllowed);
    if (!isAllowed) return;
    const turning = (isOn ? turnWebPushOn(session) : turnWebPushOff(session)).catch((error: unknown) => {
      // The browser's push service cannot be reached.
      if (error instanceof DOMException) show(texts.pushFailed);
      else throw error;
    });
    await attempt(turning);
    setWebPush(await webPushState());
  }
  async function turnDesktop(isOn: boolean) {
    const isAllowed = !isOn || (await Notification.requestPermission()) === "granted";
    setDenied(!isAllowed);
    if (isAllowed) setPreferences({ ...preferences, desktop: isOn });
  }
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
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
      {webPush !== "impossible" && (
        <Switch
          label={texts.push}
          description={texts.pushHint}
          checked={webPush === "on"}
          disabled={webPush === undefined}
          onChange={(event) => void turnWebPush(event.currentTarget.checked)}
        />
      )}
      <Switch
        label={texts.sound}
        checked={preferences.sound}
        onChange={(event) => setPreferences({ ...preferences, sound: event.currentTarget.checked })}
      />
      <MissedMailsSwitch />
      <QuietHoursForm />
      <KeywordsField />
    </Stack>
  );
}
