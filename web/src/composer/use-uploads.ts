import { useCallback, useSyncExternalStore } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Returns the files of a conversation's next message, and functions that change them. */
export function useUploads(id: ConversationId) {
  const { uploads } = useChat();
  const { show } = useNotice();
  const texts = useTexts().composer;
  const files = useSyncExternalStore(uploads.subscribe, () => uploads.get(id));

  const add = useCallback(
    (chosen: readonly File[]) => {
      const { bytes, perMessage } = limits.attachment;
      const room = perMessage - uploads.get(id).length;
      if (chosen.length > room) show(texts.tooManyFiles(perMessage));
      for (const file of chosen.slice(0, room)) {
        if (file.size === 0) show(texts.emptyFile(file.name));
        else if (file.size > bytes) show(texts.tooLarge(file.name, bytes / 1024 / 1024));
        else uploads.add(id, file);
      }
    },
    [uploads, id, show, texts],
  );
  const remove = useCallback((key: number) => uploads.remove(id, key), [uploads, id]);
  const clear = useCallback(() => uploads.clear(id), [uploads, id]);
  const ready = files.flatMap(({ attachment }) => (attachment ? [attachment] : []));
  return { files, add, remove, clear, ready, isBusy: ready.length < files.length };
}
