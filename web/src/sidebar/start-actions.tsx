import { Button, Group } from "@mantine/core";
import { lazy, useState } from "react";
import { Link } from "wouter";
import { Overlay } from "../errors/failures.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { earlyKeys } from "../overlays/early-keys.ts";

const NewConversation = lazy(() => import("./new-conversation.tsx"));

/** Leads a user who has nothing open to the channels and to people. */
export function StartActions() {
  const { channels, start } = useFeatureTexts();
  const [isStarting, setStarting] = useState(false);
  return (
    <Group justify="center" gap="xs" mt="sm">
      <Button component={Link} href="/channels" variant="default">
        {channels.browseChannels}
      </Button>
      <Button
        variant="default"
        onClick={() => {
          earlyKeys.start("dialog");
          setStarting(true);
        }}
      >
        {start.writeToSomeone}
      </Button>
      {isStarting && (
        <Overlay name="new conversation" onClose={() => setStarting(false)}>
          <NewConversation onClose={() => setStarting(false)} />
        </Overlay>
      )}
    </Group>
  );
}
