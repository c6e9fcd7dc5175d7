import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { times } from "../../../contract/times.ts";
import type { Workspace } from "../../../contract/workspace.ts";
import { focusOnMount } from "../forms/focus-on-mount.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";
import { Splash } from "../splash.tsx";
import { EntryPage } from "./entry-page.tsx";
import { Link } from "./link.tsx";
import SignInPage from "./sign-in-page.tsx";

/** Offers what the sign-up rule allows: the form for a new account, a link by e-mail, or an explanation. */
export default function RegisterPage() {
  const { session } = useSession();
  const { data: workspace, isPending } = useQuery({
    queryKey: ["workspace"],
    queryFn: () => session.callPublic("getWorkspace", {}),
  });
  if (isPending) return <Splash />;
  // Without an answer, the server decides when the form is sent.
  if (!workspace || workspace.signUpRule === "open") return <SignInPage mode="register" />;
  return workspace.signUpRule === "domains" ? (
    <ConfirmAddress workspace={workspace} />
  ) : (
    <Closed workspace={workspace} />
  );
}

function Frame({ workspace, children }: { workspace: Workspace; children: React.ReactNode }) {
  const texts = useTexts().session;
  const { entry } = useFeatureTexts();
  return (
    <EntryPage
      title={entry.joinWorkspace({ name: workspace.name })}
      below={
        <>
          {texts.alreadyHere} <Link href="/sign-in">{texts.signIn}</Link>
        </>
      }
    >
      {children}
    </EntryPage>
  );
}

function Closed({ workspace }: { workspace: Workspace }) {
  const { entry } = useFeatureTexts();
  return (
    <Frame workspace={workspace}>
      <Text>{workspace.isSetUp ? entry.invitedOnly : entry.notSetUp}</Text>
    </Frame>
  );
}

function ConfirmAddress({ workspace }: { workspace: Workspace }) {
  const { session } = useSession();
  const texts = useTexts().session;
  const { entry } = useFeatureTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [email, setEmail] = useState("");
  const [isSent, setSent] = useState(false);
  async function send(event: FormEvent) {
    event.preventDefault();
    if (await submit(() => session.callPublic("requestSignUp", { body: { email: email.trim() } })))
      setSent(true);
  }
  return (
    <Frame workspace={workspace}>
      {isSent ? (
        <Text role="status">{entry.signUpSent({ email: email.trim(), hours: times.signUpLinkHours })}</Text>
      ) : (
        <form onSubmit={(event) => void send(event)} noValidate>
          <Stack>
            <Text size="sm">{entry.domainsHint({ domains: workspace.domains.join(", ") })}</Text>
            {failure && (
              <Alert color="red" role="alert">
                {failure}
              </Alert>
            )}
            <TextInput
              label={texts.email}
              type="email"
              autoComplete="email"
              ref={focusOnMount}
              value={email}
              maxLength={limits.email.max}
              error={errorOf("email")}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <Button type="submit" loading={isBusy}>
              {entry.sendLink}
            </Button>
          </Stack>
        </form>
      )}
    </Frame>
  );
}
