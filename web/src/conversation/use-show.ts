import { useCallback } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Returns a function that shows a message and those around it. A failure appears as a notice. */
export function useShow(id: ConversationId): (seq: number) => void {
  const { client } = useChat();
  const { attempt } = useNotice();
  return useCallback((seq) => void attempt(client.show(id, seq)), [client, attempt, id]);
}
