import { Alert, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { postFile } from "../../../client/browser/upload-file.ts";
import { limits } from "../../../contract/limits.ts";
import { useFilePicker } from "../files/use-file-picker.tsx";
import { useForm } from "../forms/use-form.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { AnimationTooLarge, emojiPicture, suggestedName } from "./emoji-picture.ts";
import classes from "./emoji-settings.module.css";

/** Returns the local address of a chosen picture. */
function useLocalAddress(picture: Blob | undefined): string | undefined {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    if (!picture) return;
    const url = URL.createObjectURL(picture);
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [picture]);
  return address;
}

/** The form that adds an emoji: a picture, as it will look, and a name. */
export default function AddEmoji({ onClose }: { onClose: () => void }) {
  const { client } = useChat();
  const { session } = useSession();
  const { show } = useNotice();
  const { customEmoji: texts, settings } = useFeatureTexts();
  const { cancel } = useTexts().common;
  const { submit, isBusy, errorOf, failure } = useForm();
  const [name, setName] = useState("");
  const [picture, setPicture] = useState<Blob>();
  const [pictureError, setPictureError] = useState<string>();
  const preview = useLocalAddress(picture);
  const kilobytes = limits.customEmoji.bytes / 1024;

  async function choose(file: File): Promise<void> {
    setPictureError(undefined);
    try {
      const prepared = await emojiPicture(file);
      setPicture(prepared);
      if (!prepared) return setPictureError(settings.noPicture({ name: file.name }));
      setName((typed) => typed || suggestedName(file.name));
    } catch (error) {
      if (!(error instanceof AnimationTooLarge)) throw error;
      setPictureError(texts.tooLarge({ name: file.name, kilobytes }));
    }
  }
  const picker = useFilePicker(([file]) => file && void choose(file), { accept: "image/*" });

  async function add(): Promise<void> {
    if (!picture) return setPictureError(texts.pictureMissing);
    const wanted = name.trim().replace(/^:|:$/g, "").toLowerCase();
    const isDone = await submit(async () => {
      const body = { contentType: picture.type, sizeBytes: picture.size };
      const upload = await session.call("addPicture", { body });
      await postFile(upload, picture);
      await client.emoji.add(wanted, upload.id);
    });
    if (!isDone) return;
    show(texts.added({ emoji: `:${wanted}:` }));
    onClose();
  }

  return (
    <Dialog title={texts.add} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Stack>
          {(failure || errorOf("pictureId")) && (
            <Alert color="red" role="alert">
              {failure ?? errorOf("pictureId")}
            </Alert>
          )}
          <Group wrap="nowrap" align="center">
            <div className={classes.preview}>{preview && picture && <img src={preview} alt="" />}</div>
            <Stack gap={4}>
              <Group>
                <Button variant="default" onClick={picker.open} data-autofocus>
                  {texts.choose}
                </Button>
              </Group>
              <Text size="xs" c="dimmed">
                {texts.pictureHint({ kilobytes })}
              </Text>
            </Stack>
          </Group>
          {pictureError && (
            <Text size="sm" c="red" role="alert">
              {pictureError}
            </Text>
          )}
          <TextInput
            label={texts.name}
            description={texts.nameHint}
            leftSection=":"
            rightSection=":"
            dir="ltr"
            value={name}
            maxLength={34}
            error={errorOf("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {cancel}
            </Button>
            <Button type="submit" loading={isBusy}>
              {texts.add}
            </Button>
          </Group>
          {picker.input}
        </Stack>
      </form>
    </Dialog>
  );
}
