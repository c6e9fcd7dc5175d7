import { Button, Group } from "@mantine/core";
import { useState } from "react";
import type { PictureId } from "../../../contract/ids.ts";
import { useFilePicker } from "../files/use-file-picker.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Avatar } from "../people/avatar.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { uploadPicture } from "./upload-picture.ts";

export interface PictureFieldProps {
  /** The id of the user or the conversation. */
  id: string;
  name: string;
  pictureId: PictureId | undefined;
  /** Saves another picture, or removes the current one if null. @throws ProblemError */
  onChange: (pictureId: PictureId | null) => Promise<unknown>;
}

/** A picture, with buttons to replace and remove it. */
export function PictureField({ id, name, pictureId, onChange }: PictureFieldProps) {
  const { session } = useSession();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().settings;
  const [isBusy, setBusy] = useState(false);
  async function change(task: () => Promise<unknown>) {
    setBusy(true);
    await attempt(task());
    setBusy(false);
  }
  const choose = (file: File) =>
    change(async () => {
      const uploaded = await uploadPicture(session, file);
      if (uploaded) await onChange(uploaded);
      else show(texts.noPicture({ name: file.name }));
    });
  const picker = useFilePicker(([file]) => file && void choose(file), { accept: "image/*" });
  return (
    <Group gap="sm">
      <Avatar id={id} name={name} pictureId={pictureId} size={56} />
      <Button variant="default" size="compact-sm" loading={isBusy} onClick={picker.open}>
        {texts.choosePicture}
      </Button>
      {pictureId && (
        <Button variant="subtle" size="compact-sm" onClick={() => void change(() => onChange(null))}>
          {texts.removePicture}
        </Button>
      )}
      {picker.input}
    </Group>
  );
}
