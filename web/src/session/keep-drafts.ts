import type { ChatClient } from "../../../client/chat-client.ts";
import { DraftSync } from "../../../client/drafts/draft-sync.ts";
import type { Drafts } from "../../../client/drafts/drafts.ts";
import type { ReportError } from "../../../client/errors.ts";
import type { Session } from "../../../client/session/session.ts";
import type { UserId } from "../../../contract/ids.ts";

export interface KeepDraftsOptions {
  client: ChatClient;
  drafts: Drafts;
  session: Session;
  userId: UserId;
  reportError: ReportError;
}

/** The synchronization of a browser's drafts. */
export interface KeptDrafts {
  /** Saves changed drafts now. */
  save: () => Promise<void>;
  stop: () => void;
}

/** Synchronizes the drafts of this browser with the server, until it is stopped. */
export function keepDrafts(options: KeepDraftsOptions): KeptDrafts {
  const { localStorage } = window;
  const storage = {
    getItem: (key: string) => localStorage.getItem(key),
    setItem: (key: string, value: string) => localStorage.setItem(key, value),
    removeItem: (key: string) => localStorage.removeItem(key),
    keys: () => Object.keys(localStorage),
  };
  const sync = new DraftSync({ ...options, storage });
  sync.start();
  const flush = () => {
    if (document.visibilityState === "hidden") void sync.flush();
  };
  document.addEventListener("visibilitychange", flush);
  return {
    save: () => sync.flush(),
    stop: () => {
      document.removeEventListener("visibilitychange", flush);
      sync.stop();
    },
  };
}
