import { lazy } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { usePanel } from "../panel/panel-context.tsx";

const PinsPanel = lazy(() => import("./pins-panel.tsx"));

/** Returns a function that opens the pinned messages of a conversation in the right panel. */
export function useOpenPins(id: ConversationId): () => void {
  const panel = usePanel();
  return () => panel.open(<PinsPanel id={id} />, { name: "pins", of: id });
}
