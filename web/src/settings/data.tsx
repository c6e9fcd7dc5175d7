import { Button, Group, PasswordInput, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { saveFile } from "../../../client/browser/save-file.ts";
import { exportAccount } from "../../../client/transfer/export-account.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** Exports the user's data and deletes the account. */
export function DataSettings() {
  const { session } = useSession();
  const { attempt } = useNotice();
  const texts = useTexts();
  const { settings: settingsTexts } = useFeatureTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [isExporting, setExporting] = useState(false);
  const [isLeaving, setLeaving] = useState(false);
  const [password, setPassword] = useState("");
  async function download() {
    setExporting(true);
    await attempt(
      exportAccount(session).then((data) =>
        saveFile("chatflow-export.json", "application/json", JSON.stringify(data, null, 2)),
      ),
    );
    setExporting(false);
  }
  async function leave(event: FormEvent) {
    event.preventDefault();
    if (await submit(() => session.call("deleteAccount", { body: { password } }))) await session.signOut();
  }
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {settingsTexts.data}
      </Title>
      <Text size="sm">{settingsTexts.exportHint}</Text>
      <Group>
        <Button
          variant="default"
          leftSection={<IconDownload size={18} />}
          loading={isExporting}
          onClick={() => void download()}
        >
          {settingsTexts.export}
        </Button>
        {!isLeaving && (
          <Button variant="light" color="red" onClick={() => setLeaving(true)}>
            {settingsTexts.deleteAccount}
          </Button>
        )}
      </Group>
      {isLeaving && (
        <form onSubmit={(event) => void leave(event)}>
          <Stack gap="sm">
            <Text size="sm">{settingsTexts.deleteSure}</Text>
            {failure && <Text c="var(--mantine-color-error)">{failure}</Text>}
            <PasswordInput
              label={texts.session.password}
              autoComplete="current-password"
              value={password}
              error={errorOf("password")}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Group>
              <Button type="submit" color="red.9" loading={isBusy} disabled={password === ""}>
                {settingsTexts.deleteForGood}
              </Button>
              <Button variant="default" onClick={() => setLeaving(false)}>
                {texts.common.cancel}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Stack>
  );
}
