import { Button, Group, Stack, Text } from "@mantine/core";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { Dialog } from "../overlays/dialog.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useLeaveTexts } from "./use-leave-texts.ts";

export interface LeaveDialogProps {
  id: ConversationId;
  /** Called once the user has confirmed. */
  onLeave?: () => void;
  onClose: () => void;
}

/** Asks before the user leaves a conversation. */
export default function LeaveDialog({ id, onLeave, onClose }: LeaveDialogProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { common } = useTexts();
  const texts = useLeaveTexts(id);
  const leave = () => {
    onLeave?.();
    onClose();
    void attempt(client.conversations.removeParticipant(id, me.id));
  };
  return (
    <Dialog onClose={onClose} title={texts.leave} centered>
      <Stack>
        <Text size="sm">{texts.sure}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button color="red.9" data-autofocus onClick={leave}>
            {texts.leave}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
