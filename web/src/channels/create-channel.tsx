import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { limits } from "../../../contract/limits.ts";
import { failureText } from "../i18n/failure-text.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { fromOverlay } from "../overlays/from-overlay.ts";
import { useChat } from "../session/chat-context.tsx";

/** Removes the mark that other programs write before a channel's name. @example withoutHash("# design") // "design" */
const withoutHash = (name: string) => name.trim().replace(/^#\s*/, "");

/** Creates a channel and opens it. */
export default function CreateChannel({ onClose }: { onClose: () => void }) {
  const { client } = useChat();
  const allTexts = useTexts();
  const texts = useFeatureTexts().channels;
  const [, navigate] = useLocation();
  const [name, setName] = useState("");
  const [topic, setTopic] = useState("");
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);

  async function create(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const channel = { name: withoutHash(name), ...(topic.trim() !== "" && { topic: topic.trim() }) };
      const id = await client.conversations.createChannel(channel);
      onClose();
      navigate(`/c/${id}`, fromOverlay());
    } catch (error) {
      setFailure(failureText(allTexts, error));
      setBusy(false);
    }
  }

  return (
    <Dialog onClose={onClose} isPage title={texts.create} centered>
      <form onSubmit={(event) => void create(event)}>
        <Stack>
          <Text size="sm" c="dimmed">
            {texts.createHint}
          </Text>
          {failure && (
            <Alert color="red" role="alert">
              {failure}
            </Alert>
          )}
          <TextInput
            label={texts.name}
            value={name}
            maxLength={limits.groupName.max}
            data-autofocus
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={texts.topic}
            description={texts.topicHint}
            value={topic}
            maxLength={limits.topic.max}
            onChange={(event) => setTopic(event.currentTarget.value)}
          />
          <Button type="submit" disabled={withoutHash(name) === ""} loading={isBusy}>
            {texts.create}
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
