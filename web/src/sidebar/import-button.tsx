import { Button, Progress } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { ConversationImport, importConversation } from "../client/import-conversation.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Brings back a conversation that was saved as JSON, as a new group. */
export function ImportButton({ onDone }: { onDone: () => void }) {
  const { client } = useChat();
  const { attempt, say } = useNotice();
  const texts = useTexts().start;
  const [, navigate] = useLocation();
  const picker = useRef<HTMLInputElement>(null);
  const [progress, setProgress] = useState<number>();

  async function bringBack(file: File) {
    const text = await file.text();
    const parsed = await Promise.resolve(text)
      .then((json) => ConversationImport.safeParse(JSON.parse(json)))
      .catch(() => undefined);
    if (!parsed?.success) return say(texts.noExport(file.name));
    setProgress(0);
    const importing = importConversation(client, parsed.data, texts.imported, setProgress);
    await attempt(
      importing.then((id) => {
        onDone();
        navigate(`/c/${id}`);
      }),
    );
    setProgress(undefined);
  }

  return (
    <>
      <Button
        variant="subtle"
        leftSection={<IconUpload size={18} />}
        disabled={progress !== undefined}
        onClick={() => picker.current?.click()}
      >
        {texts.import}
      </Button>
      {progress !== undefined && <Progress value={progress * 100} aria-label={texts.import} />}
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        hidden
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (file) void bringBack(file);
        }}
      />
    </>
  );
}
