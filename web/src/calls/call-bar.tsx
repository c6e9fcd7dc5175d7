import { Button, Text } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import type { Call } from "../../../contract/calls.ts";
import { limits } from "../../../contract/limits.ts";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import classes from "./calls.module.css";
import { useCalls } from "./calls-context.tsx";
import { useNames } from "./use-names.ts";

/** Names the people in a call, and lets the user join it. */
export default function CallBar({ call }: { call: Call }) {
  const texts = useFeatureTexts().calls;
  const { want } = useCalls();
  const nameOf = useNames(call);
  const { participants, conversationId, id } = call;
  const isFull = participants.length >= limits.calls.participants;
  return (
    <div className={classes.bar} role="note">
      <IconPhone size={18} aria-hidden />
      <Text size="sm" lineClamp={1} flex={1}>
        {texts.underWay({ names: participants.map(({ userId }) => nameOf(userId)).join(", ") })}
      </Text>
      {isFull ? (
        <Text size="sm" c="dimmed">
          {texts.full}
        </Text>
      ) : (
        <Button size="compact-sm" onClick={() => want({ conversationId, callId: id })}>
          {texts.join}
        </Button>
      )}
    </div>
  );
}
