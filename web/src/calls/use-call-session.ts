import { useEffect, useState, useSyncExternalStore } from "react";
import { CallSession, type CallSessionState } from "../../../client/browser/calls/call-session.ts";
import { useErrors } from "../errors/errors-context.tsx";
import { useChat } from "../session/chat-context.tsx";
import type { WantedCall } from "./calls-context.tsx";

/** Joins a call while the component is shown, and leaves it afterwards or when the page closes. */
export function useCallSession({ conversationId, callId }: WantedCall): {
  session: CallSession;
  state: CallSessionState;
} {
  const { client, me } = useChat();
  const { report } = useErrors();
  const [session] = useState(
    () =>
      new CallSession({
        client,
        me: me.id,
        conversationId,
        callId,
        reportError: (error, { operation }) => report(error, operation),
      }),
  );
  useEffect(() => {
    void session.start();
    const leave = () => session.leave();
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [session]);
  return { session, state: useSyncExternalStore(session.subscribe, () => session.state) };
}
