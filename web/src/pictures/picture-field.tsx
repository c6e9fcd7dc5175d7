import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { PictureId } from "../../../contract/ids.ts";
import { useFilePicker } from "../files/use-file-picker.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Avatar } from "../people/avatar.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { uploadPicture } from "./upload-picture.ts";

/** Width and height in CSS pixels. */
export const pictureSize = 56;

export interface PictureFieldProps {
  /** The id of the user or the conversation. */
  id: string;
  name: string;
  pictureId: PictureId | undefined;
  /** The icon of a group without a picture. */
  icon?: ReactNode;
  /** Saves another picture, or removes the current one if null. @throws ProblemError */
  onChange: (pictureId: PictureId | null) => Promise<unknown>;
}

/** A picture, with buttons to replace and remove it. */
export function PictureField({ id, name, pictureId, icon, onChange }: PictureFieldProps) {
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
      <Avatar id={id} name={name} pictureId={pictureId} size={pictureSize}>
        {icon}
      </Avatar>
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
