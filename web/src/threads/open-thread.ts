import { createContext } from "react";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";
import { useProvided } from "../use-provided.ts";

/** A thread to open, and the reply to show in it. */
export interface ThreadToOpen {
  conversationId: ConversationId;
  rootId: MessageId;
  seq?: number | undefined;
}

export type OpenThread = (thread: ThreadToOpen) => void;

/** Separate from the panel, because the messages in the panel use it as well. */
export const OpenThreadContext = createContext<OpenThread | undefined>(undefined);

/** Returns a function that opens a thread in the right panel. It never changes, so using it causes no renders. */
export function useOpenThread(): OpenThread {
  return useProvided(OpenThreadContext);
}
