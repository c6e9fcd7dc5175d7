import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { nameOf } from "../conversation/names.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { PictureField } from "../pictures/picture-field.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** The form for the user's name, picture and e-mail address. */
export function ProfileSettings() {
  const { me } = useChat();
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useTexts();
  const { settings: settingsTexts } = useFeatureTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [fullName, setFullName] = useState(me.fullName ?? "");
  // Undefined until the user edits it, so that an address confirmed elsewhere appears.
  const [editedEmail, setEmail] = useState<string>();
  const [password, setPassword] = useState("");
  useEffect(() => {
    // The address may have been confirmed on another device. Without a response, the known state stays.
    session.call("getMe", {}).then(
      (account) => session.update(account),
      () => {},
    );
  }, [session]);
  const email = editedEmail ?? me.email;
  const isNewEmail = email.trim() !== me.email;
  const isChanged = fullName.trim() !== (me.fullName ?? "") || (isNewEmail && password !== "");
  async function save(event: FormEvent) {
    event.preventDefault();
    const name = fullName.trim() || null;
    const body = {
      ...(name !== me.fullName && { fullName: name }),
      ...(isNewEmail && { email: email.trim(), currentPassword: password }),
    };
    const save = async () => {
      const account = await session.call("updateMe", { body });
      session.update(account);
      // A new address counts only once it is confirmed.
      setEmail(undefined);
      setPassword("");
      show(
        account.pendingEmail && isNewEmail
          ? settingsTexts.sentTo({ email: account.pendingEmail })
          : settingsTexts.saved,
      );
    };
    await submit(save);
  }
  async function sendAgain() {
    if (await attempt(session.call("requestEmailVerification", {})))
      show(settingsTexts.sentTo({ email: me.pendingEmail ?? me.email }));
  }
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        <Title order={2} size="h4">
          {settingsTexts.profile}
        </Title>
        {failure && <Text c="var(--mantine-color-error)">{failure}</Text>}
        <PictureField
          id={me.id}
          name={nameOf(me)}
          pictureId={me.pictureId}
          onChange={async (pictureId) =>
            session.update(await session.call("updateMe", { body: { pictureId } }))
          }
        />
        <TextInput
          label={texts.session.fullName}
          description={<bdi>@{me.username}</bdi>}
          value={fullName}
          maxLength={limits.fullName.max}
          error={errorOf("fullName")}
          onChange={(event) => setFullName(event.currentTarget.value)}
        />
        <TextInput
          label={texts.session.email}
          type="email"
          value={email}
          error={errorOf("email")}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        {isNewEmail && (
          <PasswordInput
            label={settingsTexts.currentPassword}
            autoComplete="current-password"
            value={password}
            error={errorOf("currentPassword")}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
        {(me.pendingEmail !== undefined || !me.isEmailVerified) && (
          <Group gap="xs">
            <Text size="sm">
              {me.pendingEmail === undefined
                ? settingsTexts.notConfirmed
                : settingsTexts.waitsForConfirmation({ email: me.pendingEmail })}
            </Text>
            <Button variant="default" size="compact-sm" onClick={() => void sendAgain()}>
              {settingsTexts.sendAgain}
            </Button>
          </Group>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={!isChanged}>
            {texts.common.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
