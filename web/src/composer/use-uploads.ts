import { useCallback, useEffect, useRef, useState } from "react";
import { uploadFile } from "../../../client/browser/upload-file.ts";
import type { Attachment } from "../../../contract/attachments.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { limits } from "../../../contract/limits.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useTexts } from "../i18n/texts.tsx";
import { useNotice } from "../session/notice.tsx";
import { useSession } from "../session/session-context.tsx";

/** A file whose upload is running, complete or failed. */
export interface PendingFile {
  key: number;
  file: File;
  /** The uploaded fraction, from 0 to 1. */
  progress: number;
  attachment?: Attachment;
  failure?: unknown;
  stop: AbortController;
}

/** Manages the files of the next message. Uploads start immediately, so that sending rarely has to wait. */
export function useUploads(id: ConversationId) {
  const { session } = useSession();
  const { show } = useNotice();
  const { report } = useErrors();
  const texts = useTexts().composer;
  const [files, setFiles] = useState<readonly PendingFile[]>([]);
  const nextKey = useRef(0);
  const current = useRef(files);
  current.current = files;
  // Leaving the conversation discards its unsent files.
  useEffect(() => () => current.current.forEach(({ stop }) => void stop.abort()), []);

  const change = useCallback((key: number, by: Partial<PendingFile>) => {
    setFiles((all) => all.map((file) => (file.key === key ? { ...file, ...by } : file)));
  }, []);

  const add = useCallback(
    (chosen: readonly File[]) => {
      const { bytes, perMessage } = limits.attachment;
      const room = perMessage - current.current.length;
      if (chosen.length > room) show(texts.tooManyFiles(perMessage));
      for (const file of chosen.slice(0, room)) {
        if (file.size === 0 || file.size > bytes) {
          show(file.size === 0 ? texts.emptyFile(file.name) : texts.tooLarge(file.name, bytes / 1024 / 1024));
          continue;
        }
        const key = nextKey.current++;
        const stop = new AbortController();
        setFiles((all) => [...all, { key, file, progress: 0, stop }]);
        uploadFile(session, id, file, (progress) => change(key, { progress }), stop.signal).then(
          (attachment) => change(key, { attachment, progress: 1 }),
          (error: unknown) => {
            if (stop.signal.aborted) return;
            report(error, "upload");
            change(key, { failure: error });
          },
        );
      }
    },
    [session, id, show, texts, change, report],
  );

  const remove = useCallback((key: number) => {
    setFiles((all) => {
      all.find((file) => file.key === key)?.stop.abort();
      return all.filter((file) => file.key !== key);
    });
  }, []);

  const clear = useCallback(() => setFiles([]), []);
  const ready = files.flatMap(({ attachment }) => (attachment ? [attachment] : []));
  return { files, add, remove, clear, ready, isBusy: ready.length < files.length };
}
