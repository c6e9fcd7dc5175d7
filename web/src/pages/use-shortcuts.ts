import { useEffect } from "react";
import { useLocation } from "wouter";
import { conversationSections } from "../../../client/conversations/sorted-conversations.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";

/** An overlay that a key or a button opens. */
export type OverlayName = "shortcuts" | "search";
const overlayNames: readonly OverlayName[] = ["shortcuts", "search"];

const overlayEvent = (name: OverlayName) => `chatflow:${name}`;

/** Opens an overlay of the page. */
export const requestOverlay = (name: OverlayName): boolean =>
  window.dispatchEvent(new Event(overlayEvent(name)));

const isWriting = ({ target }: Event) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The keys that work everywhere on the page: see `shortcuts.tsx`. */
export function useShortcuts(openId: ConversationId | undefined, onOpen: (name: OverlayName) => void): void {
  const { client, me } = useChat();
  const [, navigate] = useLocation();
  useEffect(() => {
    function go(step: number, isWanted: (unread: number) => boolean) {
      const { sections } = conversationSections(client.state.conversations, me.sections);
      const active = sections.flatMap(({ conversations }) => conversations);
      const at = active.findIndex(({ id }) => id === openId);
      for (let distance = 1; distance <= active.length; distance++) {
        const next = active[(at + step * distance + active.length * 2) % active.length];
        if (next && isWanted(next.unreadCount)) return navigate(`/c/${next.id}`);
      }
    }
    function onKeyDown(event: KeyboardEvent) {
      if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        go(step, (unread) => !event.shiftKey || unread > 0);
      } else if (event.key === "?" && !isWriting(event)) {
        event.preventDefault();
        onOpen("shortcuts");
      } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onOpen("search");
      }
    }
    window.addEventListener("keydown", onKeyDown);
    const openers = overlayNames.map((name) => ({ name: overlayEvent(name), listener: () => onOpen(name) }));
    for (const { name, listener } of openers) window.addEventListener(name, listener);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      for (const { name, listener } of openers) window.removeEventListener(name, listener);
    };
  }, [client, me.sections, navigate, openId, onOpen]);
}
