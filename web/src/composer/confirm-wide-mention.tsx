import { Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import type { Conversation } from "../../../contract/conversations.ts";
import type { WideMention } from "../../../contract/wide-mentions.ts";
import { mayMentionAll } from "../../../contract/workspace.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { useQuery } from "../queries/use-query.ts";
import { useSession } from "../session/session-context.tsx";

export interface ConfirmWideMentionProps {
  conversation: Conversation;
  word: WideMention;
  send: () => void;
  onClose: () => void;
}

/** Asks before a message notifies many people, or explains why it would notify nobody. */
export default function ConfirmWideMention({ conversation, word, send, onClose }: ConfirmWideMentionProps) {
  const { session } = useSession();
  const { wide: texts, cancel } = useFeatureTexts().availability;
  const workspace = useQuery({
    queryKey: ["workspace"],
    queryFn: () => session.call("getWorkspace", {}),
    staleTime: 60_000,
  });
  const { participantCount } = conversation;
  // Without an answer from the server, the page does not ask, and the server decides.
  const isAllowed = !workspace.data || mayMentionAll(conversation, workspace.data);
  const { rule, above = 0 } = workspace.data?.wideMentions ?? {};
  const refusal = rule === "admins" ? texts.adminsOnly({ above }) : texts.nobody({ above });
  const confirm = () => {
    onClose();
    send();
  };
  return (
    <Dialog onClose={onClose} title={texts.title({ word })} centered>
      <Stack>
        {workspace.isPending ? (
          <Skeleton height={40} />
        ) : (
          <Text size="sm">{isAllowed ? texts[word]({ count: participantCount }) : refusal}</Text>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {cancel}
          </Button>
          <Button data-autofocus onClick={confirm} disabled={workspace.isPending}>
            {isAllowed ? texts.send : texts.sendAnyway}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
