import { useLocation } from "wouter";
import type { Message } from "../../../contract/messages.ts";
import { usePanel } from "../panel/panel-context.tsx";
import { docked } from "../panel/panel-place.tsx";

/** Returns a function that leads from the right panel to a message. */
export function useGoTo(): (message: Pick<Message, "conversationId" | "seq">) => void {
  const { close } = usePanel();
  const [, navigate] = useLocation();
  return ({ conversationId, seq }) => {
    // Elsewhere the panel covers the conversation.
    if (!window.matchMedia(docked).matches) close();
    navigate(`/c/${conversationId}/${seq}`);
  };
}
