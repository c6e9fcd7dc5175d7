import { createContext, useContext } from "react";
import { type DraftPlace, draftPlace } from "../../../client/drafts/draft-place.ts";
import type { ConversationId, MessageId } from "../../../contract/ids.ts";

/** The root of the thread around a component, or undefined in a conversation. */
export const ThreadRoot = createContext<MessageId | undefined>(undefined);

/** Returns the root of the thread around the component, or undefined in a conversation. */
export const useThreadRoot = (): MessageId | undefined => useContext(ThreadRoot);

/** Returns the place of drafts and files: the thread around the component or, without one, the conversation. */
export const useDraftPlace = (id: ConversationId): DraftPlace => draftPlace(id, useContext(ThreadRoot));
