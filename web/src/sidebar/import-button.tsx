import { Button, Progress } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { useLocation } from "wouter";
import { parseJson } from "../../../client/json.ts";
import { importConversation } from "../../../client/transfer/import-conversation.ts";
import { SavedConversation } from "../../../client/transfer/saved-conversation.ts";
import { useFilePicker } from "../files/use-file-picker.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { fromOverlay } from "../overlays/from-overlay.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Imports an exported conversation as a new group. */
export function ImportButton({ onDone }: { onDone: () => void }) {
  const { client } = useChat();
  const { attempt, show } = useNotice();
  const texts = useFeatureTexts().start;
  const [, navigate] = useLocation();
  const [progress, setProgress] = useState<number>();

  async function importFile(file: File) {
    const saved = parseJson(SavedConversation, await file.text());
    if (!saved) return show(texts.noExport({ name: file.name }));
    setProgress(0);
    const importing = importConversation(client, saved, texts.imported, setProgress);
    await attempt(
      importing.then((id) => {
        onDone();
        navigate(`/c/${id}`, fromOverlay());
      }),
    );
    setProgress(undefined);
  }

  const picker = useFilePicker(([file]) => file && void importFile(file), {
    accept: "application/json,.json",
  });
  return (
    <>
      <Button
        variant="subtle"
        leftSection={<IconUpload size={18} />}
        disabled={progress !== undefined}
        onClick={picker.open}
      >
        {texts.import}
      </Button>
      {progress !== undefined && <Progress value={progress * 100} aria-label={texts.import} />}
      {picker.input}
    </>
  );
}
