import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { limits } from "../../../contract/limits.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";

export interface SectionDialogProps {
  title: string;
  /** The present name. Empty for a new section. */
  name: string;
  onSave: (name: string) => void;
  onClose: () => void;
}

/** Asks for the name of a section. */
export function SectionDialog({ title, name, onSave, onClose }: SectionDialogProps) {
  const { common } = useTexts();
  const texts = useFeatureTexts().sections;
  const [typed, setTyped] = useState(name);
  const save = (event: FormEvent) => {
    event.preventDefault();
    onClose();
    onSave(typed.trim());
  };
  return (
    <Dialog onClose={onClose} title={title} centered>
      <form onSubmit={save}>
        <Stack>
          <TextInput
            label={texts.name}
            description={texts.nameHint}
            value={typed}
            maxLength={limits.sections.name}
            data-autofocus
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {common.cancel}
            </Button>
            <Button type="submit" disabled={typed.trim() === ""}>
              {common.save}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
