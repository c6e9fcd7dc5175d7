import type { Attachment } from "../../contract/attachments.ts";
import type { UploadForm } from "../../contract/files.ts";
import type { ConversationId } from "../../contract/ids.ts";
import { type Backoff, retryMs, wait } from "../backoff.ts";
import { ProblemError, unreachable } from "../http/problem-error.ts";
import type { Session } from "../session/session.ts";
import { sendableFileName } from "../transfer/sendable-file-name.ts";
import { sendableType } from "../transfer/sendable-type.ts";
import { isFilm, stripFilmLocation } from "../transfer/strip-film-location.ts";
import { isPhoto, photoHeadBytes, stripLocation } from "../transfer/strip-location.ts";

/** The attempts of an upload, and the waits between them. A repeated upload leaves an unused file, which the server deletes. */
const attempts = 3;
const backoff: Backoff = { first: 1_000, most: 4_000 };

/** Returns the width and height of a picture, in pixels, if this browser can decode it. */
async function pixelsOf(file: File): Promise<{ width?: number; height?: number }> {
  if (!file.type.startsWith("image/")) return {};
  try {
    const bitmap = await createImageBitmap(file);
    const { width, height } = bitmap;
    bitmap.close();
    return { width, height };
  } catch {
    // The browser does not know the format, or the file is damaged. It is sent as any other file.
    return {};
  }
}

/**
 * Returns a photo, film or sound without the position at which it was taken, and any other file as it is. Its first
 * bytes decide, because browsers give many photos no media type.
 */
async function withoutLocation(file: File): Promise<Blob> {
  const head = new Uint8Array(await file.slice(0, photoHeadBytes).arrayBuffer());
  const stripped = async (strip: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>) =>
    new Blob([strip(new Uint8Array(await file.arrayBuffer()))], { type: file.type });
  if (isPhoto(head)) return stripped(stripLocation);
  if (isFilm(head)) return stripped(stripFilmLocation);
  return file.type.startsWith("image/") ? stripped(stripLocation) : file;
}

/**
 * Posts a file with the form that the server has signed for it. Uses `XMLHttpRequest`, because `fetch` does not report
 * the progress of an upload.
 *
 * @param onProgress  receives the part that has been sent, from 0 to 1
 * @throws {ProblemError} when the upload is refused or the server cannot be reached
 */
export function postFile(
  { url, fields }: UploadForm,
  file: Blob,
  onProgress?: (part: number) => void,
  signal = new AbortController().signal,
): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(loaded / total);
    request.onload = () =>
      request.status < 300
        ? resolve()
        : reject(
            new ProblemError({
              status: request.status,
              code: "unexpected-answer",
              detail: "The file could not be uploaded.",
            }),
          );
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}

/**
 * Uploads a file for a message in a conversation. Tries again if the server cannot be reached or fails, but no earlier than
 * the server asks for.
 *
 * @param onProgress  receives the part that has been sent, from 0 to 1
 * @throws {ProblemError} when the upload is refused, or has failed for the last time
 */
export async function uploadFile(...upload: Parameters<typeof uploadOnce>): Promise<Attachment> {
  for (let failures = 0; ; failures++) {
    try {
      return await uploadOnce(...upload);
    } catch (error) {
      const isLast = failures === attempts - 1;
      if (isLast || !(error instanceof ProblemError) || !error.isTemporary) throw error;
      await wait(retryMs(error, backoff, failures));
    }
  }
}

async function uploadOnce(
  session: Session,
  id: ConversationId,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<Attachment> {
  signal.throwIfAborted();
  const content = await withoutLocation(file);
  const upload = await session.call("addAttachment", {
    params: { id },
    body: {
      fileName: sendableFileName(file.name),
      contentType: sendableType(file.type),
      sizeBytes: content.size,
      ...(await pixelsOf(file)),
    },
  });
  // The user may have removed the file meanwhile. A signal that has ended calls no listener.
  signal.throwIfAborted();
  await postFile(upload, content, onProgress, signal);
  return upload.attachment;
}
