import { useWindowEvent } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { usePanelState } from "../panel/panel-context.tsx";
import { useIsDocked } from "../panel/panel-place.tsx";
import { useChat } from "../session/chat-context.tsx";
import { isSearchEntry, searchHere, searchPanelName } from "./search-entry.ts";
import { useOpenResults } from "./use-open-results.tsx";
import { useSearchIn } from "./use-search-in.ts";

/** Opens the panel of the search again after a reload and with Back and Forward, and with its key. */
export function SearchReopener({ openId }: { openId: ConversationId | undefined }) {
  const { me } = useChat();
  const isDocked = useIsDocked();
  const isOpen = usePanelState().panels.some(({ name }) => name === searchPanelName);
  const open = useOpenResults();
  const searchIn = useSearchIn();
  const reopen = () => {
    const search = isOpen ? undefined : searchHere(me.id);
    if (search) open(search);
  };
  const first = useRef(() => {
    if (isDocked || isSearchEntry()) reopen();
  });
  useEffect(() => first.current(), []);
  useWindowEvent("popstate", () => {
    if (isSearchEntry()) reopen();
  });
  useWindowEvent("keydown", (event) => {
    const isKey = (event.ctrlKey || event.metaKey) && event.shiftKey && event.key.toLowerCase() === "f";
    if (!isKey || event.altKey || document.querySelector('[aria-modal="true"]')) return;
    event.preventDefault();
    searchIn(openId);
  });
  return null;
}
