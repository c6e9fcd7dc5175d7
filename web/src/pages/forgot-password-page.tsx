import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import { focusOnMount } from "../forms/focus-on-mount.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useSession } from "../session/session-context.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";

/** Requests an e-mail with a link to choose a new password. */
export default function ForgotPasswordPage() {
  const { session } = useSession();
  const texts = useTexts().session;
  const { entry } = useFeatureTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [login, setLogin] = useState("");
  const [isSent, setSent] = useState(false);
  async function send(event: FormEvent) {
    event.preventDefault();
    const request = () => session.callPublic("requestPasswordReset", { body: { login: login.trim() } });
    if (await submit(request)) setSent(true);
  }
  return (
    <EntryPage title={texts.forgotPassword} below={<Link href="/sign-in">{entry.backToSignIn}</Link>}>
      {isSent ? (
        <Text role="status">{entry.resetSent({ minutes: times.mailLink.resetMinutes })}</Text>
      ) : (
        <form onSubmit={(event) => void send(event)} noValidate>
          <Stack>
            <Text size="sm">{entry.forgotHint}</Text>
            {failure && (
              <Alert color="red" role="alert">
                {failure}
              </Alert>
            )}
            <TextInput
              label={texts.login}
              autoComplete="username"
              autoCapitalize="none"
              ref={focusOnMount}
              value={login}
              maxLength={limits.email.max}
              error={errorOf("login")}
              onChange={(event) => setLogin(event.currentTarget.value)}
            />
            <Button type="submit" loading={isBusy}>
              {entry.sendLink}
            </Button>
          </Stack>
        </form>
      )}
    </EntryPage>
  );
}
