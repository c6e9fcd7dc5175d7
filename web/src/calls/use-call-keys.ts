import { useEffect } from "react";
import type { CallSession } from "../../../client/browser/calls/call-session.ts";

/** The keys of a call, which work everywhere on the page: Ctrl or ⌘ with Shift and M, O or H. */
export function useCallKeys(session: CallSession, onLeave: () => void): void {
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || session.state.phase === "ended") return;
      const { isMuted, camera } = session.state;
      switch (event.code) {
        case "KeyM":
          void session.media.setMuted(!isMuted);
          break;
        case "KeyO":
          void session.media.setCamera(!camera);
          break;
        case "KeyH":
          onLeave();
          break;
        default:
          return;
      }
      event.preventDefault();
    }
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [session, onLeave]);
}
