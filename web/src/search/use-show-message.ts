import { useLocation } from "wouter";
import { keyOf } from "../../../client/messages/message-key.ts";
import type { Message } from "../../../contract/messages.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { useIsDocked } from "../panel/panel-place.tsx";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";
import { addressOf } from "./address-of.ts";
import { entryWith, keepHere, type Search, searchHere } from "./search-entry.ts";

/**
 * Returns a function that leads from the panel to a message, and returns the message's key. The panel stays beside it,
 * or, where it would cover it, "Back" leads to the panel.
 */
export function useShowMessage(search: Search): (message: Message) => string {
  const { client, me } = useChat();
  const { attempt } = useNotice();
  const { close } = usePanel();
  const isDocked = useIsDocked();
  const [location, navigate] = useLocation();
  return (message) => {
    const address = addressOf(message);
    const current = keyOf(message);
    const opened = { ...search, current };
    if (!isDocked) {
      keepHere(me.id, opened);
      close();
      navigate(address);
    } else if (location === address) {
      // The page is there already, but may have scrolled on.
      void attempt(client.show(message.conversationId, message.seq));
    } else {
      // Steps through the results are one step in the browser's history.
      const isStep = searchHere(me.id)?.current !== undefined;
      navigate(address, { replace: isStep, state: entryWith(me.id, opened) });
    }
    return current;
  };
}
