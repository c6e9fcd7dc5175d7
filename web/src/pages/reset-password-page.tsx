import { Alert, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { focusOnMount } from "../forms/focus-on-mount.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useSession } from "../session/session-context.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";
import { linkToken } from "./link-token.ts";

/** Sets a new password. The e-mailed link leads here. */
export default function ResetPasswordPage() {
  const { session } = useSession();
  const texts = useTexts();
  const { entry, settings: settingsTexts } = useFeatureTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  async function save(event: FormEvent) {
    event.preventDefault();
    const body = { token: linkToken(), password };
    if (await submit(() => session.callPublic("resetPassword", { body }))) setDone(true);
  }
  const problem = errorOf("token") ? entry.linkIsOver : failure;
  return (
    <EntryPage
      title={entry.chooseNewPassword}
      below={
        problem ? (
          <Link href="/forgot-password">{entry.askAgain}</Link>
        ) : (
          <Link href="/sign-in">{entry.backToSignIn}</Link>
        )
      }
    >
      {isDone ? (
        <Text role="status">{entry.passwordIsNew}</Text>
      ) : (
        <form onSubmit={(event) => void save(event)} noValidate>
          <Stack>
            {problem && (
              <Alert color="red" role="alert">
                {problem}
              </Alert>
            )}
            <PasswordInput
              label={settingsTexts.newPassword}
              description={texts.session.passwordHint({ min: limits.password.min })}
              autoComplete="new-password"
              ref={focusOnMount}
              value={password}
              error={errorOf("password")}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" loading={isBusy}>
              {settingsTexts.changePassword}
            </Button>
          </Stack>
        </form>
      )}
    </EntryPage>
  );
}
