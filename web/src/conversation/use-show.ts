import { useCallback } from "react";
import type { ConversationId } from "../../../contract/ids.ts";
import { useChat } from "../session/chat-context.tsx";
import { useNotice } from "../session/notice.tsx";

/** Shows a message of a conversation among those around it, and says so if that cannot be done. */
export function useShow(id: ConversationId): (seq: number) => void {
  const { client } = useChat();
  const { attempt } = useNotice();
  return useCallback((seq) => void attempt(client.show(id, seq)), [client, attempt, id]);
}
