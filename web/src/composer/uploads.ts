import type { Session } from "../../../client/session/session.ts";
import type { Attachment } from "../../../contract/attachments.ts";
import type { ConversationId } from "../../../contract/ids.ts";

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

const noFiles: readonly PendingFile[] = [];

export interface UploadsOptions {
  session: Session;
  reportError: (error: unknown) => void;
}

/**
 * The files of the next message of each conversation. Uploads start immediately, so that sending rarely has to wait.
 * They continue while the user looks at another conversation.
 */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #files = new Map<ConversationId, readonly PendingFile[]>();
  readonly #listeners = new Set<() => void>();
  #nextKey = 0;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(id: ConversationId): readonly PendingFile[] {
    return this.#files.get(id) ?? noFiles;
  }

  add(id: ConversationId, file: File): void {
    const { session, reportError } = this.#options;
    const key = this.#nextKey++;
    const stop = new AbortController();
    this.#set(id, [...this.get(id), { key, file, progress: 0, stop }]);
    const change = (by: Partial<PendingFile>) =>
      this.#set(
        id,
        this.get(id).map((known) => (known.key === key ? { ...known, ...by } : known)),
      );
    // The code loads with the first file.
    const uploading = import("../../../client/browser/upload-file.ts").then(({ uploadFile }) =>
      uploadFile(session, id, file, (progress) => change({ progress }), stop.signal),
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

  remove(id: ConversationId, key: number): void {
    const files = this.get(id);
    files.find((file) => file.key === key)?.stop.abort();
    this.#set(
      id,
      files.filter((file) => file.key !== key),
    );
  }

  /** Forgets the files of a conversation, because they have been sent. */
  clear(id: ConversationId): void {
    this.#set(id, noFiles);
  }

  /** Stops all uploads. */
  stop(): void {
    for (const files of this.#files.values()) for (const { stop } of files) stop.abort();
  }

  #set(id: ConversationId, files: readonly PendingFile[]): void {
    this.#files.set(id, files);
    for (const listener of this.#listeners) listener();
  }
}
