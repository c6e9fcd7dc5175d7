import { useCallback, useSyncExternalStore } from "react";
import type { AttachmentId, ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";
import { useDraftPlace } from "../threads/thread-place.ts";
import { Uploads } from "./uploads.ts";

/** Returns the files of all next messages of the user. */
function useAllUploads(): Uploads {
  const { uploads } = useChat();
  const { session } = useSession();
  const { report } = useErrors();
  uploads.current ??= new Uploads({ session, reportError: (error) => report(error, "upload") });
  return uploads.current;
}

/** Returns the files of the next message in a conversation or a thread, and functions that change them. */
export function useUploads(id: ConversationId) {
  const uploads = useAllUploads();
  const { show } = useNotice();
  const texts = useTexts().composer;
  const place = useDraftPlace(id);
  const files = useSyncExternalStore(uploads.subscribe, () => uploads.get(place));

  const add = useCallback(
    (chosen: readonly File[]) => {
      const { bytes, perMessage } = limits.attachment;
      const room = perMessage - uploads.get(place).length;
      const refused: string[] = [];
      for (const file of chosen.slice(0, room)) {
        if (file.size === 0) refused.push(texts.emptyFile({ name: file.name }));
        else if (file.size > bytes)
          refused.push(texts.tooLarge({ name: file.name, megabytes: bytes / 1024 / 1024 }));
        else uploads.add(place, { conversationId: id, file });
      }
      if (chosen.length > room) refused.push(texts.tooManyFiles({ most: perMessage }));
      if (refused.length > 0) show(refused.join(" "));
    },
    [uploads, place, id, show, texts],
  );
  const remove = useCallback((key: number) => uploads.remove(place, key), [uploads, place]);
  const retry = useCallback((key: number) => uploads.retry(place, key), [uploads, place]);
  const forget = useCallback(
    (sent: readonly AttachmentId[]) => uploads.forget(place, sent),
    [uploads, place],
  );
  const ready = files.flatMap(({ attachment }) => (attachment ? [attachment] : []));
  return { files, add, remove, retry, forget, ready, isBusy: ready.length < files.length };
}
