import { Button, Group, Stack, Text } from "@mantine/core";
import { useLocation } from "wouter";
import type { ConversationId } from "../../../contract/ids.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
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

/** Asks before the user leaves a conversation. A channel can be joined again right afterwards. */
export default function LeaveDialog({ id, onLeave, onClose }: LeaveDialogProps) {
  const { client, me } = useChat();
  const { attempt, show } = useNotice();
  const { common } = useTexts();
  const { channels } = useFeatureTexts();
  const texts = useLeaveTexts(id);
  const { channel } = texts;
  const [address] = useLocation();
  const leave = async () => {
    onLeave?.();
    onClose();
    if (!(await attempt(client.conversations.removeParticipant(id, me.id)))) return;
    // For the open conversation, `LeftConversations` offers to join again.
    if (channel === undefined || address.startsWith(`/c/${id}`)) return;
    const join = () => void attempt(client.conversations.join(id));
    show(channels.left({ name: channel }), { label: channels.undo, run: join, isPassing: true });
  };
  return (
    <Dialog onClose={onClose} title={texts.leave} centered>
      <Stack>
        <Text size="sm">{texts.sure}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {common.cancel}
          </Button>
          <Button color="red.9" data-autofocus onClick={() => void leave()}>
            {texts.leave}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
