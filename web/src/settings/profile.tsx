import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { nameOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { PictureField } from "../pictures/picture-field.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { useForm } from "./use-form.ts";

/** What others see of me, and where I am reached. */
export function ProfileSettings() {
  const { me } = useChat();
  const { session } = useSession();
  const { say } = useNotice();
  const texts = useTexts();
  const { submit, isBusy, errorOf, failure } = useForm();
  const [fullName, setFullName] = useState(me.fullName ?? "");
  const [email, setEmail] = useState(me.email);
  const isChanged = fullName.trim() !== (me.fullName ?? "") || email.trim() !== me.email;
  async function save(event: FormEvent) {
    event.preventDefault();
    const body = { fullName: fullName.trim() || null, email: email.trim() };
    if (await submit(async () => session.update(await session.call("updateMe", { body }))))
      say(texts.settings.saved);
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
        <Group justify="flex-end">
          <Button type="submit" loading={isBusy} disabled={!isChanged}>
            {texts.details.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
