import { Button, Group, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTexts } from "../i18n/texts.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useIsWaking } from "../session/waking-notice.tsx";
import classes from "./chat-page.module.css";

/** Interruptions shorter than this are not shown, because most reconnections take less. */
const quietMs = 800;

/** Shows a notice over the page while the connection is lost. */
export function ConnectionNotice() {
  const { client } = useChat();
  const texts = useTexts().connection;
  const status = useChatState((state) => state.status);
  const [isShown, setShown] = useState(false);
  const isWaking = useIsWaking();
  // The other notice explains the same wait better.
  const isLost = status === "offline" && !isWaking;
  useEffect(() => {
    if (!isLost) {
      setShown(false);
      return;
    }
    const timer = setTimeout(() => setShown(true), quietMs);
    return () => clearTimeout(timer);
  }, [isLost]);

  return (
    <div className={classes.status} role="status" data-connection={status}>
      {isShown && (
        <Group className={classes.notice} justify="center" gap="sm" wrap="nowrap">
          <Text size="sm">{texts.lost}</Text>
          <Button size="compact-sm" variant="white" onClick={() => client.retryNow()}>
            {texts.tryNow}
          </Button>
        </Group>
      )}
    </div>
  );
}
