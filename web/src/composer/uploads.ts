import type { DraftPlace } from "../../../client/drafts/draft-place.ts";
import type { Session } from "../../../client/session/session.ts";
import type { Attachment } from "../../../contract/attachments.ts";
import type { AttachmentId, ConversationId } from "../../../contract/ids.ts";

/** A file whose upload is running, complete or failed. */
export interface PendingFile {
  key: number;
  conversationId: ConversationId;
  file: File;
  /** The uploaded fraction, from 0 to 1. */
  progress: number;
  attachment?: Attachment;
  failure?: unknown;
  stop: AbortController;
}

const noFiles: readonly PendingFile[] = [];

export interface UploadsOptions {
  session: Session;
  reportError: (error: unknown) => void;
}

/**
 * The files of the next message of each conversation and thread. Uploads start immediately, so that sending rarely has
 * to wait. They continue while the user looks at another conversation.
 */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #files = new Map<DraftPlace, readonly PendingFile[]>();
  readonly #listeners = new Set<() => void>();
  #nextKey = 0;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(place: DraftPlace): readonly PendingFile[] {
    return this.#files.get(place) ?? noFiles;
  }

  add(place: DraftPlace, { conversationId, file }: { conversationId: ConversationId; file: File }): void {
    const key = this.#nextKey++;
    const pending = { key, conversationId, file, progress: 0, stop: new AbortController() };
    this.#set(place, [...this.get(place), pending]);
    this.#upload(place, pending);
  }

  /** Uploads a file again whose upload has failed. */
  retry(place: DraftPlace, key: number): void {
    const failed = this.get(place).find((file) => file.key === key && file.failure !== undefined);
    if (failed) this.#upload(place, failed);
  }

  #upload(place: DraftPlace, { key, conversationId, file, stop }: PendingFile): void {
    const { session, reportError } = this.#options;
    const change = (by: Partial<PendingFile>) =>
      this.#set(
        place,
        this.get(place).map((known) => (known.key === key ? { ...known, ...by } : known)),
      );
    change({ progress: 0, failure: undefined });
    // The code loads with the first file.
    const uploading = import("../../../client/browser/upload-file.ts").then(({ uploadFile }) =>
      uploadFile(session, conversationId, file, (progress) => change({ progress }), stop.signal),
    );
    uploading.then(
      (attachment) => change({ attachment, progress: 1 }),
      (error: unknown) => {
        if (stop.signal.aborted) return;
        reportError(error);
        change({ failure: error });
      },
    );
  }

  remove(place: DraftPlace, key: number): void {
    const files = this.get(place);
    files.find((file) => file.key === key)?.stop.abort();
    this.#set(
      place,
      files.filter((file) => file.key !== key),
    );
  }

  /** Forgets files of a place, because they have been sent. */
  forget(place: DraftPlace, sent: readonly AttachmentId[]): void {
    this.#set(
      place,
      this.get(place).filter(({ attachment }) => !attachment || !sent.includes(attachment.id)),
    );
  }

  /** Stops all uploads. */
  stop(): void {
    for (const files of this.#files.values()) for (const { stop } of files) stop.abort();
  }

  #set(place: DraftPlace, files: readonly PendingFile[]): void {
    this.#files.set(place, files);
    for (const listener of this.#listeners) listener();
  }
}
