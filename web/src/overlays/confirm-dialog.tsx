import { Button, Group, Text } from "@mantine/core";
import { useTexts } from "../i18n/texts.tsx";
import { Dialog } from "./dialog.tsx";

export interface ConfirmDialogProps {
  /** The action, which is also the label of its button. */
  action: string;
  question: string;
  /** Whether the action deletes something. */
  isDeletion?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before an action that cannot be undone. The keyboard starts at "Cancel". */
export function ConfirmDialog({ action, question, isDeletion, onConfirm, onClose }: ConfirmDialogProps) {
  const { cancel } = useTexts().common;
  return (
    <Dialog onClose={onClose} title={action} centered>
      <Text mb="lg">{question}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {cancel}
        </Button>
        <Button
          {...(isDeletion && { color: "red.9" })}
          onClick={() => {
            onClose();
            onConfirm();
          }}
        >
          {action}
        </Button>
      </Group>
    </Dialog>
  );
}
