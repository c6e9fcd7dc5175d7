import { useEffect, useLayoutEffect, useRef } from "react";
import { earlyKeys } from "../overlays/early-keys.ts";
import { MessagesSkeleton } from "./messages-skeleton.tsx";

/** A placeholder while the code of a conversation loads. It holds the keys for the composer. */
export function OpeningConversation() {
  const stop = useRef(() => {});
  useLayoutEffect(() => {
    stop.current = earlyKeys.start("composer");
  }, []);
  // The composer receives the focus in the same round of effects, after this clean-up. Without a composer, nothing takes the keys.
  useEffect(() => () => queueMicrotask(stop.current), []);
  return <MessagesSkeleton />;
}
