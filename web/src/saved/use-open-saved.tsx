import { lazy } from "react";
import { usePanel } from "../panel/panel-context.tsx";

const SavedPanel = lazy(() => import("./saved-panel.tsx"));

/** Returns a function that opens the saved messages in the right panel. */
export function useOpenSaved(): () => void {
  const panel = usePanel();
  return () => panel.open(<SavedPanel />, { name: "saved" });
}
