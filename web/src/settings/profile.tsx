import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { nameOf } from "../conversation/names.ts";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
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
  const { submit, isBusy, errorOf, failure } = useForm();
  const [fullName, setFullName] = useState(me.fullName ?? "");
  const [email, setEmail] = useState(me.email);
  useEffect(() => {
    // The address may have been confirmed on another device. Without a response, the known state stays.
    session.call("getMe", {}).then(
      (account) => session.update(account),
      () => {},
    );
  }, [session]);
  const isChanged = fullName.trim() !== (me.fullName ?? "") || email.trim() !== me.email;
  async function save(event: FormEvent) {
    event.preventDefault();
    const name = fullName.trim() || null;
    const body = {
      ...(name !== me.fullName && { fullName: name }),
      ...(email.trim() !== me.email && { email: email.trim() }),
    };
    if (await submit(async () => session.update(await session.call("updateMe", { body }))))
      show(texts.settings.saved);
  }
  async function sendAgain() {
    if (await attempt(session.call("requestEmailVerification", {}))) show(texts.settings.sentTo(me.email));
  }
  return (
    <form onSubmit={(event) => void save(event)} noValidate>
      <Stack gap="sm">
        <Title order={3} size="h5">
          {texts.settings.profile}
        </Title>
        {failure && <Text c="var(--mantine-color-error)">{failure}</Text>}
        <PictureField
          name={nameOf(me)}
          pictureId={me.pictureId}
          onChange={async (pictureId) =>
            session.update(await session.call("updateMe", { body: { pictureId } }))
          }
        />
        <TextInput
          label={texts.session.fullName}
          description={`@${me.username}`}
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
        {!me.isEmailVerified && (
          <Group gap="xs">
            <Text size="sm">{texts.settings.notConfirmed}</Text>
            <Button variant="default" size="compact-sm" onClick={() => void sendAgain()}>
              {texts.settings.sendAgain}
            </Button>
          </Group>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={!isChanged}>
            {texts.details.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
