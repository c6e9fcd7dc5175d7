import { useCallback } from "react";
import { useLocation } from "wouter";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Sequence numbers of two messages of one conversation. */
export interface Jump {
  /** Where the user is. "Back" returns there. Undefined for a message that is not sent yet. */
  from: number | undefined;
  to: number;
}

/** Returns a function that jumps to a message, as a step in the browser's history. */
export function useShow(id: ConversationId): (jump: Jump) => void {
  const { client } = useChat();
  const { attempt } = useNotice();
  const [location, navigate] = useLocation();
  return useCallback(
    ({ from, to }) => {
      const address = `/c/${id}/${to}`;
      // The page is there already, but may have scrolled on.
      if (location === address) return void attempt(client.show(id, to));
      if (from !== undefined) navigate(`/c/${id}/${from}`, { replace: true });
      navigate(address);
    },
    [client, attempt, id, location, navigate],
  );
}
