import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useLocation } from "wouter";
import { ProblemError } from "../../../client/http/problem-error.ts";
import { limits } from "../../../contract/limits.ts";
import type { User } from "../../../contract/users.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { Dialog } from "../overlays/dialog.tsx";
import { fromOverlay } from "../overlays/from-overlay.ts";
import { PeopleSelect } from "../people/people-select.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { ImportButton } from "./import-button.tsx";

export interface NewConversationProps {
  onClose: () => void;
}

/** Starts a conversation with the chosen people. One person makes it a direct conversation, several a group. */
export default function NewConversation({ onClose }: NewConversationProps) {
  const texts = useTexts();
  return (
    <Dialog onClose={onClose} isPage title={texts.list.newConversation} centered>
      <NewConversationForm onDone={onClose} />
    </Dialog>
  );
}

function NewConversationForm({ onDone }: { onDone: () => void }) {
  const { client, me } = useChat();
  const known = useChatState((state) => state.people);
  const { problem } = useTexts();
  const texts = useFeatureTexts().start;
  const [, navigate] = useLocation();
  const [chosen, setChosen] = useState<User[]>([]);
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const isGroup = chosen.length > 1;

  async function start(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const ids = chosen.map((user) => user.id);
      const id = await client.conversations.create(ids, isGroup ? name.trim() : undefined);
      onDone();
      navigate(`/c/${id}`, fromOverlay());
    } catch (error) {
      setFailure(error instanceof ProblemError ? problem(error) : texts.failed);
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void start(event)}>
      <Stack>
        {failure && (
          <Alert color="red" role="alert">
            {failure}
          </Alert>
        )}
        <PeopleSelect chosen={chosen} onChange={setChosen} without={new Set([me.id])} known={known} />
        {isGroup && (
          <TextInput
            label={texts.groupName}
            description={texts.groupNameHint}
            value={name}
            maxLength={limits.groupName.max}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        )}
        <Button type="submit" disabled={chosen.length === 0} loading={isBusy}>
          {isGroup ? texts.createGroup : texts.startConversation}
        </Button>
        <ImportButton onDone={onDone} />
      </Stack>
    </form>
  );
}
