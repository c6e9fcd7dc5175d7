import { useDebouncedValue } from "@mantine/hooks";
import { useEffect } from "react";
import { useLocation } from "wouter";
import { useIsDocked } from "../panel/panel-place.tsx";
import { useChat } from "../session/chat-context.tsx";
import { forgetHere, isSearchEntry, keepHere, type Search } from "./search-entry.ts";

/** The search of a panel, which outlives its component: another panel may lie above it for a while. */
export interface KeptSearch {
  search: Search;
}

/**
 * Keeps the search of the panel, also in the entries of the browser's history at which a reload opens it again: beside a
 * conversation in all of them, and where it covers the conversation in its own one.
 */
export function useKeptSearch(kept: KeptSearch, search: Search): void {
  const { me } = useChat();
  const isDocked = useIsDocked();
  const [location] = useLocation();
  useEffect(() => {
    kept.search = search;
  });
  // Browsers limit how often a page may change an entry.
  const [value] = useDebouncedValue(JSON.stringify(search), 400);
  // biome-ignore lint/correctness/useExhaustiveDependencies: compares the search by value, and follows the address
  useEffect(() => {
    const keep = () => {
      if (isDocked || isSearchEntry()) keepHere(me.id, kept.search);
    };
    keep();
    // The dialog above it leaves its entry later.
    window.addEventListener("popstate", keep);
    return () => window.removeEventListener("popstate", keep);
  }, [me.id, kept, isDocked, location, value]);
  useEffect(
    () => () => {
      if (!isSearchEntry()) forgetHere();
    },
    [],
  );
}
