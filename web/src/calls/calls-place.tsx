import { lazy } from "react";
import { ringsFor } from "../../../client/calls/calls.ts";
import { Overlay } from "../errors/failures.tsx";
import { useChat, useChatState } from "../session/chat-context.tsx";
import { useCalls } from "./calls-context.tsx";

const CallsLayer = lazy(() => import("./calls-layer.tsx"));

/** Shows the call that the user is in, and those that ring. Their code loads with the first call. */
export function CallsPlace() {
  const { wanted, want } = useCalls();
  const { me } = useChat();
  const isNeeded = useChatState(({ calls }) => [...calls.values()].some((call) => ringsFor(call, me.id)));
  return (
    (wanted || isNeeded) && (
      <Overlay name="calls" onClose={() => want(undefined)}>
        <CallsLayer />
      </Overlay>
    )
  );
}
