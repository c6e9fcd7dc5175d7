import { Button, Group, Paper, Text } from "@mantine/core";
import { IconPhone, IconPhoneOff } from "@tabler/icons-react";
import { useEffect, useId } from "react";
import type { Call } from "../../../contract/calls.ts";
import { titleOf } from "../conversation/names.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useReturnFocus } from "../overlays/use-return-focus.ts";
import { Avatar } from "../people/avatar.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import classes from "./calls.module.css";
import type { WantedCall } from "./calls-context.tsx";
import { ring } from "./ring.ts";
import { useNames } from "./use-names.ts";

export interface IncomingCallProps {
  call: Call;
  onAnswer: (call: WantedCall) => void;
}

/** A call that rings for the user, on every page until they answer or decline it. */
export function IncomingCall({ call, onAnswer }: IncomingCallProps) {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const texts = useFeatureTexts().calls;
  const { conversationId, id: callId, startedBy } = call;
  const name = useNames(call)(startedBy);
  const caller = useChatState((state) => state.people.get(startedBy));
  const conversation = useChatState((state) => state.conversations.get(conversationId));
  const allTexts = useTexts();
  useEffect(ring, []);
  useReturnFocus();
  const title = texts.isCalling({ name });
  const group = useId();
  return (
    <Paper
      className={classes.incoming}
      shadow="xl"
      withBorder
      role="alertdialog"
      data-region
      aria-label={title}
      {...(conversation?.isGroupChat && { "aria-describedby": group })}
    >
      <Group wrap="nowrap">
        <Avatar id={startedBy} name={name} size={44} pictureId={caller?.pictureId} />
        <div className={classes.caller}>
          <Text fw={600}>
            <bdi>{title}</bdi>
          </Text>
          {conversation?.isGroupChat && (
            <Text id={group} size="sm" c="dimmed" truncate dir="auto">
              {titleOf(conversation, me.id, allTexts)}
            </Text>
          )}
        </div>
      </Group>
      <Group grow mt="md">
        <Button
          color="red"
          variant="light"
          leftSection={<IconPhoneOff size={18} />}
          onClick={() => void attempt(client.calls.decline(call))}
        >
          {texts.decline}
        </Button>
        <Button
          color="green"
          leftSection={<IconPhone size={18} />}
          onClick={() => onAnswer({ conversationId, callId })}
          data-autofocus
        >
          {texts.answer}
        </Button>
      </Group>
    </Paper>
  );
}
