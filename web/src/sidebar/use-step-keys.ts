import { useEffect, useRef } from "react";
import { useLocation } from "wouter";
import type { Conversation } from "../../../contract/conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";

/**
 * Lets Alt with an arrow key open the next or previous conversation of the list, and with Shift the next or previous
 * unread one.
 *
 * @param listed  the conversations in the list's order
 */
export function useStepKeys(listed: readonly Conversation[], openId: ConversationId | undefined): void {
  const [, navigate] = useLocation();
  const current = useRef({ listed, openId });
  current.current = { listed, openId };
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      const { altKey, shiftKey, key } = event;
      const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
      if (!altKey || step === 0) return;
      event.preventDefault();
      const { listed: all, openId: open } = current.current;
      const at = all.findIndex(({ id }) => id === open);
      for (let distance = 1; distance <= all.length; distance++) {
        const next = all[(at + step * distance + all.length * 2) % all.length];
        if (next && (!shiftKey || next.unreadCount > 0)) return navigate(`/c/${next.id}`);
      }
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [navigate]);
}
