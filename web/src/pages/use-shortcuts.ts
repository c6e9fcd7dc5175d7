import { useEffect } from "react";
import { useLocation } from "wouter";
import { sortedConversations } from "../../../client/conversations/overview.ts";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";

/** What a key or a button asks the page for. */
export type Wish = "shortcuts" | "search" | "settings";
const wishes: readonly Wish[] = ["shortcuts", "search", "settings"];

const wishEvent = (wish: Wish) => `chatflow:${wish}`;

/** Asks the page for something that it shows over everything else. */
export const ask = (wish: Wish): boolean => window.dispatchEvent(new Event(wishEvent(wish)));

const isWriting = ({ target }: Event) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));

/** The keys that work everywhere on the page: see `shortcuts.tsx`. */
export function useShortcuts(openId: ConversationId | undefined, onWish: (wish: Wish) => void): void {
  const { client } = useChat();
  const [, navigate] = useLocation();
  useEffect(() => {
    function go(step: number, isWanted: (unread: number) => boolean) {
      const { active } = sortedConversations(client.state.conversations);
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
        onWish("shortcuts");
      } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        onWish("search");
      }
    }
    window.addEventListener("keydown", onKeyDown);
    const wishing = wishes.map((wish) => ({ name: wishEvent(wish), listener: () => onWish(wish) }));
    for (const { name, listener } of wishing) window.addEventListener(name, listener);
    return () => {
      window.removeEventListener("keydown", onKeyDown);
      for (const { name, listener } of wishing) window.removeEventListener(name, listener);
    };
  }, [client, navigate, openId, onWish]);
}
