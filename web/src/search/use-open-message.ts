import { useLocation } from "wouter";
import { keyOf } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { overlaysHere } from "../overlays/use-back-to-close.ts";
import { useIsDocked } from "../panel/panel-place.tsx";
import { useChat } from "../session/chat-context.tsx";
import { addressOf } from "./address-of.ts";
import { entryWith, type Search, searchPanelName } from "./search-entry.ts";
import { useOpenResults } from "./use-open-results.tsx";

/**
 * Returns a function that leads from the quick switcher to a message. The results stay beside it, or, where they would
 * cover it, "Back" leads to them.
 */
export function useOpenMessage(): (message: Message, search: Search) => void {
  const { me } = useChat();
  const isDocked = useIsDocked();
  const openResults = useOpenResults();
  const [, navigate] = useLocation();
  return (message, search) => {
    const opened = { ...search, current: keyOf(message) };
    const state = entryWith(me.id, opened);
    if (isDocked) {
      navigate(addressOf(message), { replace: overlaysHere().length > 0, state });
      openResults(opened);
    } else {
      // The results take over the entry of the dialog.
      const overlays = [...overlaysHere().slice(0, -1), searchPanelName];
      window.history.replaceState({ overlays, ...state }, "");
      navigate(addressOf(message));
    }
  };
}
