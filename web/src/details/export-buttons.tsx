import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { saveFile } from "../../../client/browser/save-file.ts";
import { exportConversation } from "../../../client/transfer/export-conversation.ts";
import type { Conversation } from "../../../contract/conversations.ts";
import { shortened } from "../../../contract/graphemes.ts";
import { titleOf } from "../conversation/names.ts";
import { usePageLanguage } from "../i18n/texts.tsx";
import { useFeatureTexts } from "../i18n/use-feature-texts.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** Buttons that export a conversation as JSON or as a readable page. */
export function ExportButtons({ conversation }: { conversation: Conversation }) {
  const { me } = useChat();
  const { session } = useSession();
  const { attempt } = useNotice();
  const { texts, times, language } = usePageLanguage();
  const { details: detailTexts } = useFeatureTexts();
  const [busy, setBusy] = useState<"json" | "html">();
  const title = titleOf(conversation, me.id, texts);
  const fileName = shortened(title.replace(/[^\p{L}\p{M}\p{N} _-]/gu, "_"), 80);
  async function save(kind: "json" | "html") {
    setBusy(kind);
    await attempt(
      (async () => {
        const data = await exportConversation(session, conversation);
        if (kind === "json")
          return saveFile(`${fileName}.json`, "application/json", JSON.stringify(data, null, 2));
        const { conversationPage } = await import("./conversation-page.tsx");
        saveFile(`${fileName}.html`, "text/html", conversationPage(data, title, language, texts, times));
      })(),
    );
    setBusy(undefined);
  }
  const button = (kind: "json" | "html", label: string) => (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} />}
      loading={busy === kind}
      onClick={() => void save(kind)}
    >
      {label}
    </Button>
  );
  return (
    <Group>
      {button("html", detailTexts.exportPage)}
      {button("json", detailTexts.exportJson)}
    </Group>
  );
}
