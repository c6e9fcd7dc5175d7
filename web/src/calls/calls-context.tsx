import { createContext, type ReactNode, useMemo, useState } from "react";
import type { CallId, ConversationId } from "../../../contract/ids.ts";
import { useProvided } from "../use-provided.ts";

/** A call that the user has asked for. */
export interface WantedCall {
  conversationId: ConversationId;
  /** The only call to join. Without it, the user starts a call if there is none. */
  callId?: CallId;
}

interface CallsValue {
  wanted: WantedCall | undefined;
  /** Joins another call, or leaves. */
  want: (call: WantedCall | undefined) => void;
}

const CallsContext = createContext<CallsValue | undefined>(undefined);

/** Keeps the call that the user is in while they move between conversations. */
export function CallsProvider({ children }: { children: ReactNode }) {
  const [wanted, want] = useState<WantedCall>();
  const value = useMemo(() => ({ wanted, want }), [wanted]);
  return <CallsContext.Provider value={value}>{children}</CallsContext.Provider>;
}

export function useCalls(): CallsValue {
  return useProvided(CallsContext);
}
