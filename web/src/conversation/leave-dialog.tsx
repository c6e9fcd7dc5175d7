import { Button, Group, Stack, Text } from "@mantine/core";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { useLeave } from "./left-here.ts";
import { useLeaveTexts } from "./use-leave-texts.ts";

export interface LeaveDialogProps {
  id: ConversationId;
  /** Called once the user has confirmed. */
  onLeave?: () => void;
  onClose: () => void;
}

/** Asks before the user leaves a conversation. A channel can be joined again right afterwards. */
export default function LeaveDialog({ id, onLeave, onClose }: LeaveDialogProps) {
  const { common } = useTexts();
  const texts = useLeaveTexts(id);
  const leave = useLeave(id);
  const confirm = () => {
    onLeave?.();
    onClose();
    void leave();
  };
  return (
    <Dialog onClose={onClose} title={texts.leave} centered>
      <Stack>
        <Text size="sm">{texts.sure}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button color="red.9" data-autofocus onClick={confirm}>
            {texts.leave}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
