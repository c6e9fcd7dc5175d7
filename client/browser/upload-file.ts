import type { Attachment } from "../../contract/attachments.ts";
import type { UploadForm } from "../../contract/files.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";

/** Width and height of a picture that this browser can read. */
async function pixelsOf(file: File): Promise<{ width?: number; height?: number }> {
  if (!file.type.startsWith("image/")) return {};
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return {};
  const { width, height } = bitmap;
  bitmap.close();
  return { width, height };
}

/**
 * Sends a file by the form that the server has signed for it, and tells how far it is, from 0 to 1: `fetch` does not.
 * @throws ProblemError  when it is refused or the server cannot be reached
 */
export function postFile(
  { url, fields }: UploadForm,
  file: Blob,
  onProgress: (part: number) => void = () => {},
  signal = new AbortController().signal,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.upload.onprogress = ({ loaded, total }) => onProgress(loaded / total);
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(new ProblemError({ status: request.status, detail: "The file was not taken." }));
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/**
 * Uploads a file for a message of a conversation.
 * @param onProgress  told the part that is sent, from 0 to 1
 * @throws ProblemError  when it is refused or the server cannot be reached
 */
export async function uploadFile(
  session: Session,
  id: ConversationId,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  const upload = await session.call("addAttachment", {
    params: { id },
    body: {
      // Names from other systems may have what ours may not.
      fileName: file.name.replace(/[\p{Cc}/\\]/gu, "_").slice(-200) || "file",
      contentType: /^[\w.+-]+\/[\w.+-]+$/.test(file.type) ? file.type : "application/octet-stream",
      sizeBytes: file.size,
      ...(await pixelsOf(file)),
    },
  });
  await postFile(upload, file, onProgress, signal);
  return upload.attachment;
}
