import { lazy } from "react";
import { usePanel } from "../panel/panel-context.tsx";
import { type Search, searchPanelName } from "./search-entry.ts";

const SearchPanel = lazy(() => import("./search-panel.tsx"));

/** Returns a function that opens the found messages in the right panel. */
export function useOpenResults(): (search: Search) => void {
  const panel = usePanel();
  return (search) =>
    panel.open(<SearchPanel kept={{ search }} />, { name: searchPanelName, isLasting: true });
}
