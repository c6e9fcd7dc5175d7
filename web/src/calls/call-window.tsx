import { ActionIcon, Alert, Group, Paper, Text } from "@mantine/core";
import { IconArrowsMaximize, IconArrowsMinimize } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "wouter";
import { titleOf } from "../conversation/names.ts";
import { problemText } from "../i18n/problem-texts.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useReturnFocus } from "../overlays/use-return-focus.ts";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { CallControls } from "./call-controls.tsx";
import { CallTiles } from "./call-tiles.tsx";
import classes from "./calls.module.css";
import type { WantedCall } from "./calls-context.tsx";
import { useCallKeys } from "./use-call-keys.ts";
import { useCallSession } from "./use-call-session.ts";

export interface CallWindowProps {
  wanted: WantedCall;
  onClose: () => void;
}

/** The call that the user is in: a small window above the page, which stays when another conversation opens. */
export function CallWindow({ wanted, onClose }: CallWindowProps) {
  const { me } = useChat();
  const allTexts = useTexts();
  const features = useFeatureTexts();
  const texts = features.calls;
  const { session, state } = useCallSession(wanted);
  const conversation = useChatState(({ conversations }) => conversations.get(wanted.conversationId));
  const [isLarge, setLarge] = useState(false);
  useCallKeys(session, onClose);
  useReturnFocus();
  const title = conversation ? titleOf(conversation, me.id, allTexts) : texts.call;
  const { phase, reason, failure, others, call } = state;
  const status =
    phase === "joining" || (call && others.some(({ isConnected }) => !isConnected))
      ? texts.connecting
      : call?.isRinging
        ? texts.ringing
        : others.length === 0
          ? texts.alone
          : undefined;
  return (
    <Paper
      className={classes.window}
      data-large={isLarge}
      shadow="xl"
      withBorder
      component="section"
      data-region
      aria-label={texts.callIn({ title })}
    >
      <Group gap="xs" wrap="nowrap">
        <Text
          className={classes.title}
          component={Link}
          href={`/c/${wanted.conversationId}`}
          fw={600}
          size="sm"
          lineClamp={1}
          flex={1}
        >
          <bdi>{title}</bdi>
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={isLarge ? texts.smaller : texts.larger}
          title={isLarge ? texts.smaller : texts.larger}
          onClick={() => setLarge(!isLarge)}
        >
          {isLarge ? <IconArrowsMinimize size={18} /> : <IconArrowsMaximize size={18} />}
        </ActionIcon>
      </Group>
      {phase === "ended" ? (
        <Text size="sm" role="status">
          {reason === "elsewhere"
            ? texts.elsewhere
            : reason === "over" || reason === undefined
              ? texts.over
              : problemText(features, reason)}
        </Text>
      ) : (
        <>
          <Text size="xs" c="dimmed" role="status">
            {status}
          </Text>
          <CallTiles state={state} />
        </>
      )}
      {failure && phase !== "ended" && (
        <Alert color="yellow" p="xs" role="alert">
          {texts.failures[failure.device]({ reason: failure.reason })}
        </Alert>
      )}
      <CallControls session={session} state={state} onClose={onClose} />
    </Paper>
  );
}
